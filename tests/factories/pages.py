"""Published pages, each under the index that it belongs to (laid with the site if there is none)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import factory
import wagtail_factories
from wagtail.models import Page

from campaigns.models import CampaignPage
from home.models import StandardPage
from search.signals import index_published_page
from sharing.background import once_each
from stories.models import InitiativeAuthor, InitiativeEffect, InitiativePage, StoryPage
from tests.factories.campaigns import CampaignFactory
from tests.factories.sites import SiteTree

NOON = datetime(2022, 5, 9, 5, 0, tzinfo=UTC)


class _PageFactory(wagtail_factories.PageFactory):
    """A page in the language of its parent, with a slug of its own."""

    class Meta:
        abstract = True
        skip_postgeneration_save = True

    locale = factory.LazyAttribute(lambda page: page.parent.locale)

    @classmethod
    def _generate(cls, strategy: str, params: dict[str, Any]) -> Any:
        """Make the page and all that belongs to it, and index it once."""
        with once_each():
            return super()._generate(strategy, params)


class StoryPageFactory(_PageFactory):
    """A story with a lead and no text; `body` takes the raw stream."""

    class Meta:
        model = StoryPage

    parent: Page = factory.LazyFunction(lambda: SiteTree.current().stories)
    title = factory.Sequence(lambda number: f"Câu chuyện {number}")
    slug = factory.Sequence(lambda number: f"cau-chuyen-{number}")
    lead = "Chị Thu Hà mất ba tuần thuyết phục cả chuyền thử cách trải vải mới."
    date = factory.Sequence(lambda number: NOON - timedelta(hours=number))

    @factory.post_generation
    def with_tags(page: StoryPage, create: bool, extracted: list[str] | None, **kwargs: Any) -> None:
        """`with_tags=["may mặc"]`."""
        if extracted:
            page.tags.set(extracted)
            page.save()
            index_published_page(page)


class InitiativePageFactory(_PageFactory):
    """An initiative with an author, an effect and its three stages."""

    class Meta:
        model = InitiativePage

    parent: Page = factory.LazyFunction(lambda: SiteTree.current().initiatives)
    title = factory.Sequence(lambda number: f"Sáng kiến {number}")
    slug = factory.Sequence(lambda number: f"sang-kien-{number}")
    summary = "Một tấm bạt hỏng che được cả gốc cây."
    problem_heading, problem = "Mưa là nghỉ cạo", "<p>Nước tràn vào miệng cạo.</p>"
    idea_heading, idea = "Đường nước, không phải mái che", "<p>Dán một gờ chéo.</p>"
    result_heading, result = "Thêm 11 ngày cạo", "<p>Đo trên 400 gốc.</p>"
    date = factory.Sequence(lambda number: NOON - timedelta(hours=number))

    @factory.post_generation
    def people_and_effects(page: InitiativePage, create: bool, extracted: Any, **kwargs: Any) -> None:
        """`people_and_effects=False` leaves both out; keyword arguments go to the author."""
        if extracted is False:
            return
        author = {"name": "Trần Văn Bảy", "job": "Công nhân cạo mủ", "workplace": "Nông trường Suối Đá", **kwargs}
        page.authors.set([InitiativeAuthor(locale=page.locale, **author)])
        page.effects.set([InitiativeEffect(locale=page.locale, value="11 ngày", label="cạo thêm trong mùa mưa")])
        page.save()
        index_published_page(page)

    @factory.post_generation
    def with_tags(page: InitiativePage, create: bool, extracted: list[str] | None, **kwargs: Any) -> None:
        """`with_tags=["cao su"]`."""
        if extracted:
            page.tags.set(extracted)
            page.save()
            index_published_page(page)


class CampaignPageFactory(_PageFactory):
    """The campaign's page."""

    class Meta:
        model = CampaignPage

    parent: Page = factory.LazyFunction(lambda: SiteTree.current().campaigns)
    title = "40 ngày cao điểm"
    slug = "40-ngay-cao-diem"
    lead = "Bốn mươi ngày, ba trăm nghìn sáng kiến."
    campaign = factory.SubFactory(CampaignFactory)


class StandardPageFactory(_PageFactory):
    """A plain page under the home page."""

    class Meta:
        model = StandardPage

    parent: Page = factory.LazyFunction(lambda: SiteTree.current().home)
    title = factory.Sequence(lambda number: f"Giới thiệu {number}")
    slug = factory.Sequence(lambda number: f"gioi-thieu-{number}")
