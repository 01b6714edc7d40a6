"""Every kind of public page of the demo, by name."""

from tests.functional.instance import CAMPAIGN, Instance

CAMPAIGN_PATH = f"/chien-dich/{CAMPAIGN}/"
DONG_NAI = f"{CAMPAIGN_PATH}don-vi/75/"
NOWHERE = "/khong-co-trang-nay/"


def page_types(site: Instance) -> dict[str, str]:
    """One path of each type of page; those of a single page of the demo are its first."""
    return {
        "home": "/",
        "campaign index": "/chien-dich/",
        "campaign": CAMPAIGN_PATH,
        "unit": DONG_NAI,
        "story index": "/cau-chuyen/",
        "story": site.addresses("stories.storypage")[0],
        "initiative index": "/sang-kien/",
        "initiative": initiatives(site, restricted=False)[0],
        "restricted initiative": initiatives(site, restricted=True)[0],
        "nationwide": "/sang-kien/ca-nuoc/",
        "field": "/sang-kien/linh-vuc/safety/",
        "unit's initiatives": "/sang-kien/don-vi/75/",
        "search": "/tim-kiem/",
        "search with hits": "/tim-kiem/?q=s%C3%A1ng+ki%E1%BA%BFn",
        "search without hits": "/tim-kiem/?q=zzzz",
        "standard page": site.addresses("home.standardpage")[0],
        "access statement": "/tro-nang/",
        "not found": NOWHERE,
        "English home": "/en/",
        "English campaign": site.addresses("campaigns.campaignpage", "en")[0],
        "English story": site.addresses("stories.storypage", "en")[0],
    }


def initiatives(site: Instance, *, restricted: bool) -> list[str]:
    """The paths of published Vietnamese initiatives that are, or are not, under restricted publicity."""
    kept = {f"/trang-chu{path}": path for path in site.addresses("stories.initiativepage")}
    rows = site.sql(
        "SELECT p.url_path FROM wagtailcore_page p JOIN stories_initiativepage i ON i.page_ptr_id = p.id"
        " WHERE i.restricted = ? ORDER BY p.path",
        restricted,
    )
    return [kept[path] for (path,) in rows if path in kept]


def without_english(site: Instance, slug: str) -> str:
    """The path of a story of the demo whose English version is taken away for good: the demo has them all."""
    site.manage(
        "shell",
        "-c",
        "from wagtail.models import Page\n"
        f"story = Page.objects.get(slug={slug!r}, locale__language_code='vi')\n"
        "for version in story.get_translations().filter(locale__language_code='en'):\n"
        "    version.delete()",
    )
    return f"/cau-chuyen/{slug}/"
