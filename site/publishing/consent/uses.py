"""The purposes that a person consents to one by one, and what a picture says of itself.

Law 91/2025/QH15: consent is voluntary, informed, explicit and one per purpose; Civil Code, article 32: images.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Use(models.TextChoices):
    """A purpose. `Consent.for_<value>` says whether a record gives it."""

    PAGE = "page", _("photo on the site’s pages")
    NAME = "name", _("name")
    QUOTE = "quote", _("quote")
    VIDEO = "video", _("video")
    CARD = "card", _("share card (Facebook, Zalo)")
    POSTER = "poster", _("poster and notice board")
    KIT = "kit", _("share kit that others take along")

    @property
    def leaves_the_page(self) -> bool:
        """Whether it carries a picture or a name away from the pages, so that a record must say yes to it."""
        return self in (Use.CARD, Use.POSTER, Use.KIT)


class People(models.TextChoices):
    """Whether a picture shows people who can be recognised."""

    UNSTATED = "", _("not stated yet")
    NO = "no", _("no: a drawing, a thing, people who cannot be recognised")
    YES = "yes", _("yes: it needs their consent")


class Rights(models.TextChoices):
    """Whether others may print a picture that they got from us."""

    UNSTATED = "", _("not stated yet")
    OWN = "own", _("our own picture")
    REUSE = "reuse", _("supplied, others may use it too")
    NO_REUSE = "no_reuse", _("supplied for this site alone")

    @property
    def reach_others(self) -> bool:
        """Whether it may lie in a share kit."""
        return self in (Rights.OWN, Rights.REUSE)
