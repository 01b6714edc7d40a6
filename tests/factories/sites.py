"""The site that every page test stands on."""

from dataclasses import dataclass

from wagtail.models import Locale, Page, Site

from campaigns.models import CampaignIndexPage
from home.models import HomePage
from publishing.models import SiteSettings, SiteWording
from sharing.background import once_each
from stories.models import InitiativeIndexPage, StoryIndexPage


@dataclass(frozen=True)
class SiteTree:
    """A site with its home page in two languages and the Vietnamese indexes."""

    site: Site
    vi: Locale
    en: Locale
    home: HomePage
    home_en: HomePage
    campaigns: CampaignIndexPage
    stories: StoryIndexPage
    initiatives: InitiativeIndexPage

    @classmethod
    def current(cls) -> "SiteTree":
        """The tree that stands already, laid now if there is none."""
        site = Site.objects.filter(is_default_site=True, site_name=SITE_NAME).first()
        if site is None:
            return lay_site()
        home = HomePage.objects.get(pk=site.root_page_id)
        return cls(
            site=site,
            vi=Locale.objects.get(language_code="vi"),
            en=Locale.objects.get(language_code="en"),
            home=home,
            home_en=HomePage.objects.get(locale__language_code="en"),
            campaigns=CampaignIndexPage.objects.child_of(home).get(),
            stories=StoryIndexPage.objects.child_of(home).get(),
            initiatives=InitiativeIndexPage.objects.child_of(home).get(),
        )


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
    home_en = root.add_child(
        instance=HomePage(
            title="1 million initiatives",
            slug="home",
            headline=BANNER,
            locale=en,
            translation_key=home.translation_key,
            **call,
        )
    )
    indexes = {
        name: home.add_child(instance=model(title=title, slug=slug, locale=vi, show_in_menus=True))
        for name, model, title, slug in (
            ("campaigns", CampaignIndexPage, "Chiến dịch", "chien-dich"),
            ("stories", StoryIndexPage, "Tin và câu chuyện", "cau-chuyen"),
            ("initiatives", InitiativeIndexPage, "Sáng kiến", "sang-kien"),
        )
    }
    site = Site.objects.create(
        hostname="testserver", port=80, site_name=SITE_NAME, root_page=home, is_default_site=True
    )
    settings = SiteSettings.for_site(site)
    settings.wordings = [
        SiteWording(language="vi", banner=BANNER, programme=SITE_NAME, organisation="Tổng Liên đoàn Lao động Việt Nam")
    ]
    settings.save()
    return SiteTree(site=site, vi=vi, en=en, home=home, home_en=home_en, **indexes)
