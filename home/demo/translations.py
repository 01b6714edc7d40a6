"""The demo in the languages beside Vietnamese: as much of it as there are content files."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.utils.translation import override
from wagtail.models import Locale, Page

from campaigns.models import CampaignPage
from home.demo.files import CONTENT, Table, read, read_all
from home.models import HomePage, StandardPage
from stories.models import InitiativePage, StoryPage

if TYPE_CHECKING:
    from home.demo.loader import Loader

TEXTS: dict[type[Page], tuple[str, ...]] = {
    HomePage: ("headline",),
    CampaignPage: ("lead", "intro", "image_alt"),
    StandardPage: ("lead",),
    StoryPage: ("lead", "image_alt", "image_caption"),
    InitiativePage: (
        *("summary", "image_alt", "image_caption", "benefit_note", "award", "recognition_ref"),
        *(f"{stage}{part}" for stage in ("problem", "idea", "result") for part in ("_heading", "")),
    ),
}
"""Fields that are named as in the content files."""


class Translator:
    """One language of the demo that `loader` has loaded in Vietnamese."""

    def __init__(self, loader: "Loader", language: str) -> None:
        self.loader, self.language = loader, language
        self.locale, _ = Locale.objects.get_or_create(language_code=language)

    def translate(self) -> None:
        """Make and publish every page that has a content file, its parents first."""
        self.loader.say(f"bản {self.locale.get_display_name()}")
        with override(self.language):
            self._home(read(f"{self.language}/home.toml"))
            self._indexes()
            if (CONTENT / self.language / "campaign.toml").exists():
                self._campaign(read(f"{self.language}/campaign.toml"))
            self._initiatives()
            self._pages("stories")
            self._pages("pages")

    def _home(self, content: Table) -> None:
        page = self._version(self.loader.home, content)
        call = content["call_to_submit"]
        page.submit_heading, page.submit_text, page.submit_label = call["heading"], call["text"], call["label"]
        self._fill(page.submit_steps.all(), call["steps"], "title", "note")
        self.loader.publish(page)
        settings = self.loader.settings
        settings.wordings.add(self.loader.wording(self.language, content, read(f"{self.language}/site.toml")))
        settings.save()

    def _indexes(self) -> None:
        for key, texts in read("indexes.toml").items():
            if self.language in texts:
                page = self._version(self.loader.indexes[key], texts[self.language])
                page.lead = texts[self.language]["lead"]
                self.loader.publish(page)

    def _campaign(self, content: Table) -> None:
        page = self._version(self.loader.campaign_page, content)
        self._fill(page.peak_periods.all(), content["peak_periods"], "name", "summary")
        self.loader.publish(page)

    def _initiatives(self) -> None:
        for content, original in self._with_originals("initiatives"):
            page = self._version(original, content)
            self._fill(page.authors.all(), content["authors"], "job", "workplace")
            self._fill(page.effects.all(), content.get("effects", []), "value", "label")
            page.quote = content.get("quote", {}).get("text", "")
            page.tags.set(content["tags"])
            self.loader.publish(page, original.date)

    def _pages(self, folder: str) -> None:
        for content, original in self._with_originals(folder):
            page = self._version(original, content)
            page.body = self.loader.story_body(content, prefix=f"{self.language}/")
            if isinstance(page, StoryPage):
                page.tags.set(content.get("tags", []))
                page.byline = content.get("author", page.byline)
            self.loader.publish(page, getattr(original, "date", None))

    def _with_originals(self, folder: str) -> Iterable[tuple[Table, Any]]:
        """The files of the language's folder, each with the page whose Vietnamese file has the same name."""
        slugs = {content["file"]: content["slug"] for content in read_all(folder)}
        for content in read_all(f"{self.language}/{folder}"):
            yield content, Page.objects.get(pk=self.loader.pages[slugs[content["file"]]]).specific

    def _version(self, original: Page, content: Table) -> Any:
        """A version of `original` with the texts that `content` has, not yet published."""
        published = type(original).objects.get(pk=original.pk)  # with its children as publishing wrote them
        page = published.copy_for_translation(self.locale)
        page.title = page.draft_title = content["title"]
        page.slug = content["slug"]
        for field in ("search_description", "seo_title"):
            setattr(page, field, content.get(field, ""))
        for field in TEXTS.get(type(page), ()):
            if field in content:
                setattr(page, field, content[field].strip())
        return page

    @staticmethod
    def _fill(children: Iterable[Any], texts: Iterable[Table], *fields: str) -> None:
        """Give the children of a page their texts, in their order."""
        for child, text in zip(children, texts, strict=True):
            for field in fields:
                setattr(child, field, text[field])
            child.save()
