"""Models that every page type shares."""

from publishing.models.images import EditorialImage, EditorialRendition
from publishing.models.pages import BasePage, IndexPage
from publishing.models.settings import SiteSettings, SiteWording

__all__ = ["BasePage", "EditorialImage", "EditorialRendition", "IndexPage", "SiteSettings", "SiteWording"]
