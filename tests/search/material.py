"""Pages to be found, and the searches that must find them: the same on every database."""

import unicodedata
from itertools import count
from typing import Any

from wagtail.models import Locale, Page, Site

from home.models import HomePage, StandardPage

_numbers = count(1)

TITLES = [
    "Đồng Nai phát động đợt cao điểm",
    "Đông Nài đồng lòng",
    "Dong Nai in English",
    "Nai vàng ngơ ngác giữa đồng",
    "Thợ mỏ Hoà Bình",
    "Thợ điện Hòa Bình",
    'Máy ép gạch rỗng a"b 100%',
    "Lắp tủ điện ở Cần Thơ",
    "Ca trực đêm ở Cà Mau",
    "An Giang dồn sức",
]

FINDS = [
    # (asked, every title that must be found, in any order)
    ("dong nai", TITLES[:4]),
    ("DONG NAI", TITLES[:4]),
    ("Đồng Nai", TITLES[:4]),
    (unicodedata.normalize("NFD", "Đồng Nai"), TITLES[:4]),
    ("lao\u00a0động", []),
    ("hoa binh", TITLES[4:6]),
    ("Hòa Bình", TITLES[4:6]),
    ("Hoà Bình", TITLES[4:6]),
    ("điện", [TITLES[5], TITLES[7]]),
    ("dien", [TITLES[5], TITLES[7]]),
    ('a"b', [TITLES[6]]),
    ("a\x00b", [TITLES[6]]),
    ("100%", [TITLES[6]]),
    ("cần thơ!", [TITLES[7]]),
    ("-ca *mau", [TITLES[8]]),
    ("an giang", [TITLES[9]]),
    ("NEAR(a b)", []),
]

FINDS_NOTHING = [
    "",
    " ",
    "\x00",
    "!!! … —",
    '"',
    "'",
    "%",
    "\\",
    "*",
    "đồng AND",
    "x" * 10_000,
    "😀",
    "NEAR(x y)",
]

BEGINNINGS = [
    # (typed so far, every title with such words)
    ("dong n", TITLES[:4]),
    ("đồng n", TITLES[:4]),
    ("hoa bi", TITLES[4:6]),
    ("Hoà b", TITLES[4:6]),
    ("hò", TITLES[4:6]),
    ("cầ", [TITLES[0], *TITLES[7:9]]),
    ("máy é", [TITLES[6]]),
    ('"', []),
]


def make_home(locale: Locale, title: str = "Trang chủ") -> HomePage:
    """A home page under the root, where the site begins in its language."""
    home = HomePage(
        title=title, slug=f"home-{next(_numbers)}", locale=locale, headline="H", submit_heading="S", submit_label="S"
    )
    Page.get_first_root_node().add_child(instance=home)
    Site.objects.filter(is_default_site=True, root_page__locale=locale).update(root_page=home)
    Site.clear_site_root_paths_cache()
    return home


def make_page(home: HomePage, title: str, **fields: Any) -> StandardPage:
    """A published page below the home page, with an address of its own."""
    page = StandardPage(title=title, slug=f"trang-{next(_numbers)}", locale=home.locale, **fields)
    home.add_child(instance=page)
    return page


def titles(results: Any) -> list[str]:
    """The titles of results in their order."""
    return [page.title for page in results]
