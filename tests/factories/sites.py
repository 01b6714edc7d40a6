"""The site that every page test stands on."""

from functools import cached_property

from wagtail.models import Locale, Page, Site

from campaigns.models import CampaignIndexPage
from home.models import HomePage
from publishing.models import SiteSettings, SiteWording
from sharing.background import once_each
from stories.models import InitiativeIndexPage, StoryIndexPage


class SiteTree:
    """A site with its home page in two languages and the Vietnamese indexes, each read when it is first asked for."""

    @classmethod
    def current(cls) -> "SiteTree":
        """The tree that stands already, laid now if there is none."""
        site = Site.objects.filter(is_default_site=True, site_name=SITE_NAME).first()
        return cls(site) if site is not None else lay_site()

    def __init__(self, site: Site) -> None:
        self.site = site

    @cached_property
    def vi(self) -> Locale:
        return Locale.objects.get(language_code="vi")

    @cached_property
    def en(self) -> Locale:
        return Locale.objects.get(language_code="en")

    @cached_property
    def home(self) -> HomePage:
        return HomePage.objects.get(pk=self.site.root_page_id)

    @cached_property
    def home_en(self) -> HomePage:
        return HomePage.objects.get(locale__language_code="en")

    @cached_property
    def campaigns(self) -> CampaignIndexPage:
        return CampaignIndexPage.objects.child_of(self.home).get()

    @cached_property
    def stories(self) -> StoryIndexPage:
        return StoryIndexPage.objects.child_of(self.home).get()

    @cached_property
    def initiatives(self) -> InitiativeIndexPage:
        return InitiativeIndexPage.objects.child_of(self.home).get()


SITE_NAME = "1 triệu sáng kiến"
BANNER = "Tự hào trí tuệ lao động Việt Nam"


def site_tree() -> SiteTree:
    """The site, which stands before the first test (`tests.conftest.django_db_setup`)."""
    return SiteTree.current()


def no_site() -> None:
    """Take the site away, and the one that Wagtail's migrations make, for tests of a beginning."""
    Site.objects.all().delete()
    Page.get_first_root_node().get_children().delete()


@once_each()
def lay_site() -> SiteTree:
    """Lay the site in place of the one that Wagtail's migrations make."""
    vi, _ = Locale.objects.get_or_create(language_code="vi")
    en, _ = Locale.objects.get_or_create(language_code="en")
    no_site()
    root = Page.get_first_root_node()
    call = {"submit_heading": "Cách làm hay của bạn cũng là một sáng kiến", "submit_label": "Gửi sáng kiến"}
    home = root.add_child(instance=HomePage(title=SITE_NAME, slug="trang-chu", headline=BANNER, locale=vi, **call))
    root.add_child(
        instance=HomePage(
            title="1 million initiatives",
            slug="home",
            headline=BANNER,
            locale=en,
            translation_key=home.translation_key,
            **call,
        )
    )
    indexes: tuple[tuple[type[Page], str, str], ...] = (
        (CampaignIndexPage, "Chiến dịch", "chien-dich"),
        (StoryIndexPage, "Tin và câu chuyện", "cau-chuyen"),
        (InitiativeIndexPage, "Sáng kiến", "sang-kien"),
    )
    for model, title, slug in indexes:
        home.add_child(instance=model(title=title, slug=slug, locale=vi, show_in_menus=True))
    site = Site.objects.create(
        hostname="testserver", port=80, site_name=SITE_NAME, root_page=home, is_default_site=True
    )
    settings = SiteSettings.for_site(site)
    settings.wordings = [
        SiteWording(language="vi", banner=BANNER, programme=SITE_NAME, organisation="Tổng Liên đoàn Lao động Việt Nam")
    ]
    settings.save()
    return SiteTree(site)
