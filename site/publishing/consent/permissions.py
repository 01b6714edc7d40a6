"""Who may do what with consents."""

from typing import Any, Final

from publishing.models.consent import Consent

SEE, ADD, CHANGE = (f"publishing.{verb}_consent" for verb in ("view", "add", "change"))
WITHDRAW: Final = "publishing.withdraw_consent"
PAPERS: Final = "publishing.see_consent_papers"


def may_see_papers(user: Any, consent: Consent) -> bool:
    """Whether `user` may read contact and evidence: with the permission, or having recorded them."""
    return bool(user.has_perm(PAPERS) or (user.has_perm(SEE) and consent.recorded_by_id == user.pk))
