"""The tests' own site leaves no process behind, also where it fails to start."""

from pathlib import Path

import pytest

from tests.functional.instance import Instance


def living_in(folder: Path) -> list[str]:
    """The commands of every living process that was started for the site in `folder`."""
    found = []
    for process in Path("/proc").iterdir():
        try:
            if process.name.isdigit() and str(folder).encode() in (process / "environ").read_bytes():
                found.append((process / "cmdline").read_text().replace("\0", " "))
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue
    return found


def test_nothing_is_left_of_a_site_that_does_not_answer(tmp_path: Path) -> None:
    instance = Instance(tmp_path)
    with pytest.raises(AssertionError, match="no such table"), instance.serving():
        pytest.fail("a site without databases must not answer")
    assert living_in(tmp_path) == []


def test_the_site_of_these_tests_runs(site: Instance) -> None:
    running = " ".join(living_in(site.folder))
    assert "uvicorn" in running
    assert "collect_counters" in running
