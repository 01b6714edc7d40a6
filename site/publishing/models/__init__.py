"""Models that every page type shares."""

from publishing.models.consent import Consent, PicturedPerson
from publishing.models.images import EditorialImage, EditorialRendition
from publishing.models.pages import BasePage, IndexPage
from publishing.models.settings import SiteSettings, SiteWording
from publishing.models.withdrawals import Withdrawal

__all__ = [
    "BasePage",
    "Consent",
    "EditorialImage",
    "EditorialRendition",
    "IndexPage",
    "PicturedPerson",
    "SiteSettings",
    "SiteWording",
    "Withdrawal",
]
