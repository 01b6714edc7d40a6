"""Short addresses `/s/<id>` that stay when a page moves, changes its slug or is translated.

The id is the page's own key in Crockford's base 32 (no i, l, o, u: it can be read from paper and typed), so a page has
its address from the first moment and no request has to write one. Each language's version is a page of its own and
keeps its own address. A part of a page that has an address of its own follows after a slash: `/s/2f/79` is the unit 79
of a campaign.
"""

from typing import Any, Final

from django.db.models.signals import post_delete
from wagtail.models import Page

from sharing.models import RemovedPage
from sharing.networks import marked
from sharing.visibility import published

PREFIX: Final = "/s/"
DIGITS: Final = "0123456789abcdefghjkmnpqrstvwxyz"
_MISREAD: Final = str.maketrans({"o": "0", "i": "1", "l": "1"})
LARGEST: Final = 2**63 - 1
"""The largest key of a page; a longer id is none."""


def code_of(key: int) -> str:
    """The id of the page with this key: 79 → `2f`."""
    code = ""
    while key:
        key, digit = divmod(key, len(DIGITS))
        code = DIGITS[digit] + code
    return code or DIGITS[0]


def key_of(code: str) -> int | None:
    """The key that an id stands for, in capitals too and with O, I and L read as digits; None for what is none."""
    key = 0
    for letter in code.lower().translate(_MISREAD):
        digit = DIGITS.find(letter)
        key = key * len(DIGITS) + digit
        if digit < 0 or key > LARGEST:
            return None
    return key or None


def short_path(page: Page, part: str = "") -> str:
    """The path of the short address of `page`; empty for one that was never saved.

    `part`, as it stands in an address (`Unit.address_part`), leads to a part of it.
    """
    return f"{PREFIX}{code_of(page.pk)}" + (f"/{part}" if part else "") if page.pk else ""


def short_url(page: Page, part: str = "") -> str:
    """The same with the site's own address, as its record says; empty for a page of no site."""
    place = page.get_url_parts()
    return place[1] + short_path(page, part) if place and page.pk else ""


def bare(address: str) -> str:
    """An address as people write it down: without the scheme, which browsers add."""
    return address.partition("://")[2]


def qr_url(page: Page, part: str = "", *, medium: str = "share") -> str:
    """What a QR code of the page says: its short address with the marks of QR codes (`medium`: networks.MEDIUMS)."""
    return marked(short_url(page, part), "qr", medium)


def page_with(code: str) -> Page | None:
    """The page of this id, if everybody may read it; one query."""
    key = key_of(code)
    return published(Page.objects.filter(pk=key)).first() if key is not None else None


def was_removed(code: str) -> bool:
    """Whether the page of this id was public once and has been deleted; one query."""
    key = key_of(code)
    return key is not None and RemovedPage.objects.filter(page=key).exists()


def remember_removals() -> None:
    """Have each deletion of a page that was public once remembered. Called at the start."""
    post_delete.connect(_remember_removal, sender=Page, dispatch_uid="removed pages")


def _remember_removal(instance: Page, **_kwargs: Any) -> None:
    if instance.first_published_at is not None:
        RemovedPage.objects.update_or_create(page=instance.pk)
