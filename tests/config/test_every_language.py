"""Every type of page in every language of the site, and no text on it that is not translated into that language."""

from collections.abc import Iterator
from datetime import date, timedelta
from http import HTTPStatus
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import Http404
from django.test import Client, RequestFactory
from django.utils import timezone
from django.utils.translation import override, to_locale
from django.utils.translation.trans_real import DjangoTranslation
from wagtail.models import Locale, Page

from campaigns.models import CounterSnapshot, PeakPeriod, Target, Unit
from home.models import SubmitStep
from publishing.views import bad_request, page_gone, page_not_found, server_error
from sharing.cards.faces import Faces
from sharing.cards.made import content_of
from sharing.languages import language_tag
from stories.blocks import StoryBody
from stories.models import InitiativePage
from tests.factories import (
    CampaignPageFactory,
    InitiativePageFactory,
    SiteTree,
    SnapshotFactory,
    StandardPageFactory,
    StoryPageFactory,
    UnitFactory,
    site_tree,
)
from tools.messages import faults_of, public_languages, used
from tools.public_texts import is_public

pytestmark = pytest.mark.django_db

FURTHER = [code for code, _name in settings.LANGUAGES if code not in ("vi", "en")]
TRANSLATED = ["vi", *FURTHER]
"""English is what the texts are written in."""
PARTS = ("", "don-vi/25/", "don-vi/17/", "so-lieu/", "bang-dien-tu/", "ma-nhung/", "don-vi/khong-co/")

FOR_EDITORS = {
    "As wide as the text",
    "Submitted: all but those rejected or deleted",
    "The usual days",
    "The usual: the goal, a unit's target",
}
"""What wagtail asks for while it reads a body and nobody reads: the names of choices."""


@pytest.fixture
def tree() -> SiteTree:
    """A site with every type of page: a campaign with units of two times, stories with every block, initiatives."""
    tree = site_tree()
    tree.home.submit_steps.set([SubmitStep(locale=tree.vi, title="Một", note="Hai")])
    tree.home.save_revision().publish()
    page = CampaignPageFactory()
    campaign = page.campaign
    page.peak_periods.set(
        [PeakPeriod(name="Tuần 1", starts_on=campaign.starts_on, ends_on=campaign.ends_on, locale=tree.vi)]
    )
    page.save()
    phu_tho = UnitFactory(code="25", name="LĐLĐ tỉnh Phú Thọ", short_name="Phú Thọ")
    hoa_binh = UnitFactory(
        code="17",
        name="LĐLĐ tỉnh Hòa Bình",
        valid_from=date(1991, 10, 1),
        valid_to=date(2025, 6, 30),
        successor=phu_tho,
    )
    UnitFactory(code="CAND", name="CĐ Công an nhân dân", kind=Unit.Kind.SECTOR)
    for kind in Target.Kind.values:
        Target.objects.create(campaign=campaign, unit=phu_tho, amount=4000, kind=kind, source="Ví dụ", is_example=True)
    SnapshotFactory(campaign=campaign, unit_codes=("25", "17", "CAND"))
    for kind in InitiativePage.Kind.values:
        InitiativePageFactory(
            kind=kind, unit=hoa_binh, campaign=campaign, benefit_vnd=418_000_000, code="SK-1", is_example=True,
            recognised_on=date(2022, 3, 1), recognition_ref="12/QĐ", with_tags=["may mặc"],
        )  # fmt: skip
    InitiativePageFactory(restricted=True, award="Bằng khen")
    blocks = StoryBody().child_blocks
    body = [(name, block.get_preview_value()) for name, block in blocks.items()]
    StoryPageFactory(slug="du-khoi", campaign=campaign, unit=phu_tho, is_example=True, with_tags=["may mặc"], body=body)
    StandardPageFactory(slug="gioi-thieu", lead="Ai làm website này.", body=body)
    return tree


@pytest.fixture
def missing(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The texts that were asked for and are not translated into the language `request` names."""
    found: set[str] = set()
    wanted = language_tag(request.getfixturevalue("language")).lower()

    def noting(name: str) -> None:
        original = getattr(DjangoTranslation, name)

        def ask(self: DjangoTranslation, message: str, *more: Any) -> str:
            if self.language() == wanted:
                catalogue: Any = self._catalog  # type: ignore[attr-defined]  # where gettext keeps it
                known = catalogue.get(message) is not None
                if more:
                    known = any((message, form) in part for part in catalogue._catalogs for form in range(6))
                if message and not known and message not in FOR_EDITORS:
                    found.add(message)
            said: str = original(self, message, *more)
            return said

        monkeypatch.setattr(DjangoTranslation, name, ask)

    noting("gettext")
    noting("ngettext")
    return found


def in_language(tree: SiteTree, language: str) -> list[Page]:
    """Every page of the site in `language`, published."""
    locale, _ = Locale.objects.get_or_create(language_code=language)
    for page in Page.objects.filter(depth__gt=1, locale=tree.vi).order_by("path").specific():
        if not page.has_translation(locale):
            version = page.copy_for_translation(locale)
            version.save_revision().publish()
    Page.objects.filter(locale=locale).update(live=True)
    return list(Page.objects.filter(depth__gt=1, locale=locale).specific())


def addresses(pages: list[Page], prefix: str) -> Iterator[str]:
    """Each page, what it has below it, and what is no page."""
    for page in pages:
        yield page.url
        if page.slug.startswith("40-ngay"):
            yield from (f"{page.url}{part}" for part in PARTS if part)
        if page.specific_class.__name__ == "InitiativeIndexPage":
            yield f"{page.url}?linh-vuc=production&don-vi=17&the=may-mac"
            yield f"{page.url}?don-vi=khong-co"
            yield from (
                f"{page.url}{part}" for part in ("ca-nuoc/", "linh-vuc/production/", "don-vi/17/", "don-vi/CAND/")
            )
        if page.specific_class.__name__ == "StoryIndexPage":
            yield f"{page.url}?loai=story&the=may-mac"
            yield f"{page.url}?loai=news"
    search, offline = ("tim-kiem/", "ngoai-tuyen/") if prefix == "/" else ("search/", "offline/")
    yield f"{prefix}{offline}"
    yield from (f"{prefix}{search}{query}" for query in ("", "?q=kien", "?q=kien&loai=story", "?q=zzzzzz"))
    yield from (f"{prefix}khong-co/", f"{prefix}feeds/stories.rss", f"{prefix}feeds/initiatives.json")


def states() -> Iterator[None]:
    """The counter in every state that it can be in, one after the other."""
    last = CounterSnapshot.objects.latest("seq")
    for minutes in (0, 5, 60):
        CounterSnapshot.objects.filter(pk=last.pk).update(collected_at=timezone.now() - timedelta(minutes=minutes))
        yield
    for state in (CounterSnapshot.State.HELD, CounterSnapshot.State.FINAL):
        CounterSnapshot.objects.filter(pk=last.pk).update(state=state, collected_at=timezone.now())
        yield
    CounterSnapshot.objects.all().delete()
    yield


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_page_type_is_wholly_in_its_language(
    client: Client, tree: SiteTree, language: str, missing: set[str]
) -> None:
    pages = in_language(tree, language)
    prefix = "/" if language == "vi" else f"/{language}/"
    for address in addresses(pages, prefix):
        answer = client.get(address, follow=True)
        assert answer.status_code in (HTTPStatus.OK, HTTPStatus.NOT_FOUND), address
        assert answer.status_code == HTTPStatus.OK or "khong-co" in address, address
        if "feeds/" not in address:
            assert f'<html lang="{language_tag(language)}"' in answer.content.decode(), address
    assert missing == set()


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_counter_is_in_its_language_in_every_state(
    client: Client, tree: SiteTree, language: str, missing: set[str]
) -> None:
    campaign = next(page for page in in_language(tree, language) if page.slug.startswith("40-ngay"))
    for _ in states():
        for address in (campaign.url, f"{campaign.url}don-vi/25/", f"{campaign.url}bang-dien-tu/"):
            assert client.get(address).status_code == HTTPStatus.OK, address
        for form in ("/?", ".svg?", ".txt?", "/?unit=25&", ".svg?unit=25&"):
            answer = client.get(f"/embed/40-ngay-cao-diem{form}lang={language}")
            assert answer["Content-Language"] == language
            assert answer.status_code in (HTTPStatus.OK, HTTPStatus.NOT_FOUND), form
    assert missing == set()


@pytest.mark.parametrize("language", TRANSLATED)
def test_what_went_wrong_is_told_in_the_readers_language(
    tree: SiteTree, rf: RequestFactory, language: str, missing: set[str]
) -> None:
    in_language(tree, language)
    with override(language):
        for answer in (
            bad_request(rf.get("/"), SuspiciousOperation()),
            page_not_found(rf.get("/"), Http404()),
            page_gone(rf.get("/")),
            server_error(rf.get("/")),
        ):
            assert f'lang="{language_tag(language)}"' in getattr(answer, "rendered_content", answer.content.decode())
    assert missing == set()


@pytest.mark.parametrize("language", TRANSLATED)
def test_cards_are_in_their_language(tree: SiteTree, language: str, missing: set[str]) -> None:
    pages = [page for page in in_language(tree, language) if hasattr(page, "card_content")]
    assert len(pages) >= 9
    for page in pages:
        content = content_of(page)
        assert content is not None and content.language == language
        face = Faces.of(language).regular
        assert face.printable(content.title) == content.title
    assert missing == set()


@pytest.mark.parametrize("language", [to_locale(code) for code in FURTHER])
def test_every_text_that_readers_may_see_is_translated(language: str) -> None:
    assert language in public_languages()
    assert list(faults_of(language, [entry for entry in used() if is_public(entry)])) == []
