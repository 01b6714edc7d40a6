"""Which figures are not to be believed before somebody looked (counters.md, failure table)."""


def objection(count: int, last_good: int | None) -> str | None:
    """Why `count` must not replace the last good one, in words for the log; None where nothing speaks against it."""
    if last_good and count == 0:
        return f"the count fell from {last_good} to 0"
    return None
