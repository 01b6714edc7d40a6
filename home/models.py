"""The home page and the standard pages (about, how to submit, contact)."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, ClassVar

from django.core.validators import MaxLengthValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, TitleFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, TranslatableMixin
from wagtail.search import index

from campaigns.counters import featured_figures
from campaigns.leaderboard import Leaderboard
from publishing.cards import ready_for_cards
from publishing.finding import Findable
from publishing.gathering import Gathering
from publishing.models import BasePage
from publishing.normalisation import NormalisedChildMixin
from publishing.page_forms import LegacyTextPanel
from publishing.readable import readable_text
from publishing.searching import ShownText, shown_lines
from publishing.specifics import specific_pages
from publishing.structured import videos
from sharing.cards.content import CardContent
from sharing.head import Head
from sharing.structured import VideoObject
from sharing.visibility import published
from stories.blocks import StoryBody
from stories.models import InitiativeIndexPage, InitiativePage, StoryIndexPage, StoryPage

LEADERS = 8
"""Units in the short ranking."""
NEWS = 5
"""Stories beside the lead."""


class HomePage(BasePage):
    """The front page: banner, number, lead story, initiatives, leading units, the call to submit."""

    parent_page_types: ClassVar = ["wagtailcore.Page"]
    subpage_types: ClassVar = [
        "campaigns.CampaignIndexPage",
        "stories.StoryIndexPage",
        "stories.InitiativeIndexPage",
        "home.StandardPage",
    ]
    template = "pages/home/home.html"
    max_age: ClassVar = 5
    lists_below: ClassVar = True

    headline = models.CharField(_("headline"), max_length=120, help_text=_("The banner of the communications work."))
    submit_heading = models.CharField(_("heading of the call to submit"), max_length=120)
    submit_text = models.TextField(
        _("text of the call to submit"), max_length=400, validators=[MaxLengthValidator(400)], blank=True
    )
    submit_label = models.CharField(_("button"), max_length=40)

    content_panels: ClassVar = [
        LegacyTextPanel(),
        MultiFieldPanel([TitleFieldPanel("title"), FieldPanel("headline")], heading=_("Opening")),
        MultiFieldPanel(
            [FieldPanel("submit_heading"), FieldPanel("submit_text"), FieldPanel("submit_label")],
            heading=_("Call to submit"),
        ),
        InlinePanel("submit_steps", heading=_("Steps of submitting"), label=_("Step"), max_num=5),
    ]
    search_fields: ClassVar = [*BasePage.search_fields, index.SearchField("headline", boost=2)]

    class Meta:
        verbose_name = _("home page")

    def card_content(self, part: str = "") -> CardContent | None:
        """The banner with its slogan."""
        wording = self.site_settings.wording
        lines = (wording.slogan,) if wording.slogan else ()
        return self.text_card(self.headline, kicker=wording.organisation, lines=lines) if not part else None

    @property
    def findable(self) -> Findable:
        return replace(super().findable, lead=self.search_description or self.headline)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        figures = featured_figures()
        stories = published(StoryPage.objects.filter(locale=self.locale)).with_card_joins()
        lead = stories.order_by("-featured", "-date").first()
        news = list(stories.exclude(pk=lead.pk).newest_first()[:NEWS]) if lead is not None else []
        initiatives = published(InitiativePage.objects.filter(locale=self.locale))
        shown = list(initiatives.order_by("-featured", "-date").with_card_joins()[:3])
        ready_for_cards([*([lead] if lead is not None else []), *news, *shown])
        campaign_page = figures.page if figures is not None else None
        periods = campaign_page.peak_periods.all() if campaign_page else []
        context.update(
            figures=figures,
            counter=figures.headline if figures else None,
            campaign_page=campaign_page,
            lead=lead,
            stories=news,
            story_index=StoryIndexPage.objects.child_of(self).live().first(),
            initiative_index=InitiativeIndexPage.objects.child_of(self).live().first(),
            initiatives=[page.disclosure for page in shown],
            initiatives_total=initiatives.count(),
            leaderboard=Leaderboard.build(figures, limit=LEADERS) if figures else None,
            peak_periods=[period.seen_from(figures) for period in periods],
            submit_steps=self.submit_steps.all(),
        )
        return context


class SubmitStep(NormalisedChildMixin, TranslatableMixin, Orderable):
    """One step of submitting an initiative, as the home page tells it."""

    page = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="submit_steps")
    title = models.CharField(_("step"), max_length=120)
    note = models.CharField(_("note"), max_length=160, blank=True)

    panels: ClassVar = [FieldPanel("title"), FieldPanel("note")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("step")

    def __str__(self) -> str:
        return self.title


class StandardPage(BasePage):
    """A page of plain content: about, how to submit, contact, how the figures are counted."""

    parent_page_types: ClassVar = ["home.HomePage", "home.StandardPage"]
    subpage_types: ClassVar = ["home.StandardPage"]
    template = "pages/home/standard.html"

    lead = models.TextField(_("lead"), max_length=400, validators=[MaxLengthValidator(400)], blank=True)
    body = StreamField(StoryBody(), verbose_name=_("text"), blank=True)

    content_panels: ClassVar = [*BasePage.content_panels, FieldPanel("lead"), FieldPanel("body")]
    search_fields: ClassVar = [*BasePage.search_fields, index.SearchField("lead", boost=2), ShownText("body")]

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")

    @property
    def head_description(self) -> str:
        return self.search_description or self.lead or next(self._opening_texts(), "")

    def _opening_texts(self) -> Iterator[str]:
        """The page's own words: nobody's quote and no film, which may be withdrawn."""
        own = [child for child in self.body.get_prep_value() if child["type"] not in ("quote", "video")]
        return readable_text(self.body.stream_block, own)

    def structured_data(self, request: HttpRequest, head: Head) -> list[VideoObject]:
        return videos(self.body, request, head)

    @property
    def findable(self) -> Findable:
        texts = [*shown_lines(self.body)]
        return replace(super().findable, lead=self.lead or self.search_description, texts=texts)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        figures = featured_figures()
        text = Gathering(self.body, known=[figures.campaign] if figures is not None else [])
        children = ready_for_cards(specific_pages(published(self.get_children())), *text.pictures)
        context.update(figures=figures, children=[child.teaser for child in children])
        return context
