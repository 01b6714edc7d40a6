"""How the demo's accounts are known, so that production can refuse them."""

EMAIL_DOMAIN = "demo.invalid"
"""The demo's accounts have addresses here; the reserved domain can never be anybody's."""


def is_demo_account(email: str) -> bool:
    """Whether an account with this address belongs to the demo."""
    return email.endswith(f"@{EMAIL_DOMAIN}")
