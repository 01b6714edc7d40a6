"""Blocks of words: paragraphs, quotes, key figures, ways onward."""

from typing import Any

from django.conf import settings
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    CharBlock,
    ListBlock,
    RichTextBlock,
    StructBlock,
    StructValue,
    TextBlock,
    URLBlock,
)
from wagtail.models import Page
from wagtail.rich_text import RichText

from publishing.blocks.choosers import ConsentChooser, ImageChooser, LeadsToPages, LeadsToPagesValue, PageChooser
from publishing.consent import Named, Use, may_use
from publishing.consent.named import WITH_WORDS
from publishing.gathering import GatheredText, Gathering
from publishing.models.pages import BasePage
from publishing.teasers import Teaser

RICH_TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link", "hr"]


class ParagraphBlock(RichTextBlock):
    """Running text with headings, lists and links; no pictures (they have blocks of their own)."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("features", RICH_TEXT_FEATURES)
        super().__init__(**kwargs)

    def to_python(self, value: str) -> RichText:
        gathering = Gathering.under_way()
        return RichText(value) if gathering is None else GatheredText(value, gathering)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        group = pgettext_lazy("block group", "Words")
        template = "components/blocks/paragraph.html"
        description = _("Paragraphs, headings and lists. Three or four sentences to a paragraph read best on a phone.")
        preview_value = (
            "<h2>Tám phút mỗi lần đổi mã</h2><p>Trước đây, mỗi lần đổi mã hàng, tổ trải vải phải so sơ đồ giấy rồi gọi "
            "kỹ thuật kiểm lại. Nhầm một lớp là hỏng cả xấp.</p>"
        )


class QuoteValue(StructValue):
    """Somebody's own words, as far as that person agreed to what pages of the active language show."""

    @property
    def speaker(self) -> Named:
        """Who said it, with the record that was chosen, else that of the portrait which bears the same name."""
        name, chosen, portrait = self.get("name") or "", self.get("consent"), self.get("portrait")
        if chosen is not None:
            return Named(name, [chosen], stands_on=WITH_WORDS)
        records = [record for record in portrait.records if record.name == name] if portrait is not None else []
        return Named(name, records, stands_on=WITH_WORDS)

    @property
    def people_named(self) -> list[Named]:
        """For the editor's list of what is left out."""
        return [self.speaker] if self.get("name") else []

    def _may(self, use: Use) -> bool:
        return bool(may_use(self.speaker, use, get_language() or settings.LANGUAGE_CODE))

    @property
    def shown_text(self) -> str:
        """The words; empty where they may not be quoted."""
        return (self.get("text") or "") if self._may(Use.QUOTE) else ""

    @property
    def is_named(self) -> bool:
        """Whether name and job may stand below the words."""
        return self._may(Use.NAME)

    @property
    def shown_name(self) -> str:
        """The name, or who stands in for it."""
        return (self.get("name") or "") if self.is_named else gettext("A worker")

    @property
    def shown_portrait(self) -> Any:
        """The portrait where the record of the quote allows it; its own records are asked wherever it is shown."""
        return self.get("portrait") if self._may(Use.PAGE) and self.is_named else None


class QuoteBlock(StructBlock):
    """Somebody's own words."""

    text = TextBlock(
        label=_("Quote"), max_length=400, help_text=_("Without quotation marks. One thought; up to 40 words.")
    )
    name = CharBlock(label=_("Who said it"), max_length=80)
    role = CharBlock(label=_("Job, workplace"), max_length=120, required=False)
    portrait = ImageChooser(label=_("Portrait"), required=False)
    consent = ConsentChooser(
        label=_("Consent record"),
        required=False,
        help_text=_("Of the person who said it. Without one the quote stays out of posters and share kits."),
    )

    def get_searchable_content(self, value: Any) -> list[str]:
        """What a page of the active language shows of it."""
        shown = [value.shown_text, value.shown_name, value.get("role") if value.is_named else ""]
        return [text for text in shown if text] if value.shown_text else []

    class Meta:
        icon = "openquote"
        label = _("Quote")
        group = pgettext_lazy("block group", "Words")
        template = "components/blocks/quote.html"
        value_class = QuoteValue
        description = _("A sentence that stands out, with the name and job of the person who said it.")
        preview_value = {
            "text": "Máy không biết mệt, còn người thì có. Tôi muốn cái sai không còn chỗ để xảy ra.",
            "name": "Nguyễn Thị Thu Hà",
            "role": "công nhân may",
        }


class KeyFigureBlock(StructBlock):
    """One figure with what it says."""

    value = CharBlock(label=_("Figure"), max_length=30, help_text=_("With its unit: “8 phút”, “0 ca”, “62%”."))
    label = CharBlock(label=_("What it says"), max_length=120)


class KeyFiguresBlock(StructBlock):
    """One to four figures side by side. Numbers of a campaign are not typed here: they have the live counter."""

    figures = ListBlock(KeyFigureBlock(), label=_("Figures"), min_num=1, max_num=4)
    source = CharBlock(
        label=_("Source"), max_length=160, required=False, help_text=_("“Ước tính, theo báo cáo của đơn vị”")
    )

    class Meta:
        icon = "order"
        label = _("Key figures")
        group = _("Numbers")
        template = "components/blocks/key_figures.html"
        description = _("What changed, in one to four figures. For the campaign's own number use the live counter.")
        preview_value = {
            "figures": [
                {"value": "8 phút", "label": "bớt được mỗi lần đổi mã"},
                {"value": "11 nhà máy", "label": "đã làm theo"},
            ],
            "source": "Ước tính, theo báo cáo của đơn vị",
        }


class RelatedPagesValue(LeadsToPagesValue):
    """The chosen pages that the public can open, in the reader's language."""

    @cached_property
    def public_pages(self) -> list[BasePage]:
        """Published pages in the chosen order without doubles, each in the active language where it exists."""
        versions = [self.version_of(page) for page in self.get("pages", [])]
        return list({page.pk: page for page in versions if page is not None}.values())

    @cached_property
    def teasers(self) -> list[Teaser]:
        """The same as they are listed: kind, title, address."""
        return [page.teaser for page in self.public_pages]


class RelatedPagesBlock(LeadsToPages, StructBlock):
    """Ways onward inside the site."""

    heading = CharBlock(label=_("Heading"), max_length=80, required=False)
    pages = ListBlock(PageChooser(), label=_("Pages"), min_num=1, max_num=4)

    class Meta:
        icon = "list-ul"
        label = _("Related pages")
        group = _("Ways onward")
        template = "components/blocks/related_pages.html"
        value_class = RelatedPagesValue
        description = _("Up to four pages of this site to read next. Pages taken down disappear by themselves.")

        @staticmethod
        def preview_value() -> dict[str, Any]:
            return {"heading": "Đọc tiếp", "pages": list(Page.objects.live().filter(depth__gt=3)[:2])}


class CallToActionValue(LeadsToPagesValue):
    """Where the button leads."""

    @cached_property
    def open_page(self) -> BasePage | None:
        """The chosen page, if the public can open it, in the reader's language."""
        return self.version_of(self.get("page"))

    @property
    def is_open(self) -> bool:
        """Whether there is something to do: false where the chosen page is gone, since the button speaks of that."""
        return self.open_page is not None or (self.get("page") is None and self.stored.get("page") is None)

    @property
    def target(self) -> str:
        """The address chosen; empty where none was, which means: where initiatives are submitted."""
        return (self.open_page.url or "") if self.open_page is not None else self.get("url") or ""


class CallToActionBlock(LeadsToPages, StructBlock):
    """One thing to do next."""

    heading = CharBlock(label=_("Heading"), max_length=100)
    text = TextBlock(label=_("Text"), max_length=300, required=False)
    label = CharBlock(label=_("Button"), max_length=40, help_text=_("A verb first: “Gửi sáng kiến”."))
    page = PageChooser(label=_("Page of this site"), required=False)
    url = URLBlock(
        label=_("Or another address"), required=False, help_text=_("Both empty: where initiatives are submitted.")
    )

    class Meta:
        icon = "arrow-right-full"
        label = _("Call to action")
        group = _("Ways onward")
        template = "components/blocks/call_to_action.html"
        value_class = CallToActionValue
        description = _("One button with a sentence. At most one on a page.")
        preview_value = {
            "heading": "Bạn cũng có một cách làm hay?",
            "text": "Tổ hỗ trợ sáng kiến sẽ giúp bạn viết và nộp.",
            "label": "Gửi sáng kiến",
        }
