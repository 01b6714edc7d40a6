"""The pages of campaigns: their index, one page each, and one address per unit inside it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, ClassVar, Self

from csp.constants import SELF
from csp.decorators import csp_update
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField
from wagtail.models import Orderable, TranslatableMixin
from wagtail.search import index

from campaigns.models.campaigns import Campaign
from campaigns.models.units import Unit
from publishing.blocks.text import RICH_TEXT_FEATURES
from publishing.cards import ready_for_cards
from publishing.models import BasePage, IndexPage
from publishing.navigation import language_links
from publishing.normalisation import NormalisedChildMixin
from publishing.teasers import Teaser
from sharing.head import head_of
from sharing.visibility import published


class CampaignIndexPage(IndexPage):
    """All campaigns, the newest first."""

    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar = ["campaigns.CampaignPage"]
    template = "pages/campaigns/index.html"

    class Meta:
        verbose_name = _("campaign index")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        pages = published(CampaignPage.objects.child_of(self)).select_related("campaign", "image")
        context["campaigns"] = ready_for_cards(pages.order_by("-campaign__starts_on"))
        Campaign.ready_for_texts(page.campaign for page in context["campaigns"])
        return context


class CampaignPage(RoutablePageMixin, BasePage):
    """A campaign's own page: its counter, its days, its leaderboard, its peak periods and its stories."""

    parent_page_types: ClassVar = ["campaigns.CampaignIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "pages/campaigns/campaign.html"
    unit_template: ClassVar = "pages/campaigns/unit.html"
    data_template: ClassVar = "pages/campaigns/data.html"
    wallboard_template: ClassVar = "pages/campaigns/wallboard.html"
    embed_code_template: ClassVar = "pages/campaigns/embed_code.html"
    wallboard_path: ClassVar = "bang-dien-tu/"
    embed_code_path: ClassVar = "ma-nhung/"
    hero_image_field: ClassVar = "image"
    card_joins: ClassVar = ("campaign", "image")
    filter_parameters: ClassVar = ("loai", "xep")

    campaign = models.ForeignKey(
        Campaign, verbose_name=_("what is counted"), on_delete=models.PROTECT, related_name="pages"
    )
    lead = models.CharField(
        _("lead"), max_length=300, help_text=_("What the campaign wants, from whom, by when: two sentences.")
    )
    intro = RichTextField(_("introduction"), features=RICH_TEXT_FEATURES, blank=True)
    image = models.ForeignKey(
        "publishing.EditorialImage",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    content_panels: ClassVar = [
        *BasePage.content_panels,
        MultiFieldPanel([FieldPanel("lead"), FieldPanel("intro"), FieldPanel("image")], heading=_("Story")),
        MultiFieldPanel([FieldPanel("campaign")], heading=_("Counter")),
        InlinePanel("peak_periods", heading=_("Peak weeks and months"), label=_("Period")),
    ]
    search_fields: ClassVar = [*BasePage.search_fields, index.SearchField("lead", boost=2), index.SearchField("intro")]

    class Meta:
        verbose_name = _("campaign page")
        verbose_name_plural = _("campaign pages")

    @property
    def head_description(self) -> str:
        return self.search_description or self.lead

    @property
    def card_pictures(self) -> list[Any]:
        return [self.image]

    @property
    def teaser(self) -> Teaser:
        return replace(super().teaser, image=self.image)

    @classmethod
    def published_for(cls, campaigns: Iterable[Campaign]) -> dict[Any, Self]:
        """Each campaign's published page in the active language, else in another, by the campaign's key; one query."""
        families: dict[Any, list[Self]] = defaultdict(list)
        for page in published(cls.objects.filter(campaign__in=campaigns)).select_related("locale"):
            families[page.campaign_id].append(page)
        found = {key: cls._in_active_language(pages) for key, pages in families.items()}
        return {key: page for key, page in found.items() if page is not None}

    @classmethod
    def published_with_code(cls, slug: str) -> Self | None:
        """The same of the campaign whose code is `slug`, with the campaign; one query."""
        pages = published(cls.objects.filter(campaign__slug=slug)).select_related("campaign", "locale")
        return cls._in_active_language(pages)

    @classmethod
    def featured_page(cls) -> Self | None:
        """The same of the campaign that stands on every page, with it; the latest one where there are several."""
        pages = published(cls.objects.filter(campaign__featured=True)).select_related("campaign", "locale")
        latest = list(pages.order_by("-campaign__starts_on", "campaign"))
        return cls._in_active_language(page for page in latest if page.campaign_id == latest[0].campaign_id)

    @classmethod
    def _in_active_language(cls, pages: Iterable[Self]) -> Self | None:
        versions = {page.locale.language_code: page for page in pages}
        return versions.get(get_language() or "") or next(iter(versions.values()), None)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from campaigns.counters import figures_of
        from campaigns.leaderboard import Leaderboard  # counters read models: importing them here closes the circle

        context = super().get_context(request, *args, **kwargs)
        figures = figures_of(self.campaign)
        context.update(
            figures=figures,
            counter=figures.headline,
            leaderboard=Leaderboard.from_request(figures, request),
            peak_periods=[period.seen_from(figures) for period in self.peak_periods.all()],
            stories=self.stories()[:4],
        )
        return context

    def stories(self) -> Any:
        """The campaign's published stories in this page's language, with what their cards need."""
        stories: Any = self.campaign.stories
        return published(stories.filter(locale=self.locale)).with_card_data()

    def unit_url(self, unit: Unit | None) -> str:
        """The address of `unit` in this campaign; of the campaign itself for none and for units that are not ranked."""
        return f"{self.url or ''}{unit.path if unit is not None else ''}"

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The routes of a routable page bypass BasePage.serve; they have the same cache policy."""
        return self.with_cache_policy(request, super().serve(request, *args, **kwargs))

    @path("don-vi/<str:code>/", name="unit")
    def unit(self, request: HttpRequest, code: str) -> HttpResponse:
        """One unit in this campaign."""
        from campaigns.counters import figures_of
        from campaigns.leaderboard import Leaderboard

        unit = Unit.objects.at(code).select_related("cluster", "successor").first()
        if unit is None:
            if (meant := Unit.objects.spelled_like(code).first()) is not None:
                return redirect(self.unit_url(meant), permanent=True)
            raise Http404(f"no unit {code[:40]!r}")
        figures = figures_of(self.campaign)
        counter = figures.unit(unit.code, unit.name)
        neighbours = Leaderboard.around(figures, unit)
        return self.render(
            request,
            context_overrides={
                "head": head_of(
                    self,
                    request,
                    title=f"{unit.name} – {self.title}",
                    description=gettext("%(unit)s in %(campaign)s: figures, target and rank.")
                    % {"unit": unit.name, "campaign": self.title},
                    pictures=self.share_pictures(request, self.image),
                    path=unit.path,
                ),
                "languages": language_links(self, request, unit.path),
                "unit": unit,
                "figures": figures,
                "counter": counter,
                "standing": figures.standing(unit.code),
                "targets": list(unit.targets.filter(campaign=self.campaign)),
                "neighbours": neighbours,
                "unit_row": next((row for row in neighbours if row.unit.pk == unit.pk), None),
                "stories": self.stories().filter(unit=unit)[:4],
            },
            template=self.unit_template,
        )

    @path("so-lieu/", name="data")
    def data(self, request: HttpRequest) -> HttpResponse:
        """The campaign's figures for journalists and unions: files, what is in them, and the API."""
        from campaigns.counters import figures_of
        from campaigns.opendata.page import data_context

        figures = figures_of(self.campaign)
        return self.render(
            request,
            context_overrides={
                "head": head_of(
                    self,
                    request,
                    title=gettext("Data: %(campaign)s") % {"campaign": self.title},
                    description=gettext("Figures of %(campaign)s by unit and by day: CSV, JSON, API.")
                    % {"campaign": self.title},
                    pictures=self.share_pictures(request, self.image),
                    path="so-lieu/",
                ),
                "languages": language_links(self, request, "so-lieu/"),
                **data_context(figures, request),
            },
            template=self.data_template,
        )

    @path(wallboard_path, name="wallboard")
    def wallboard(self, request: HttpRequest) -> HttpResponse:
        """The campaign on a screen in a hall."""
        from campaigns.wallboard import Wallboard

        wall = Wallboard.of(self)
        context = {"page": self, "wall": wall, "figures": wall.figures, "counter": wall.counter}
        return TemplateResponse(request, self.wallboard_template, context)

    @path(embed_code_path, name="embed_code")
    @method_decorator(csp_update({"frame-src": [SELF]}))
    def embed_code(self, request: HttpRequest) -> HttpResponse:
        """The code that puts the campaign's counter, or a unit's, on another site."""
        from campaigns.embeds.code import EmbedCode

        context = {
            **super().get_context(request),
            "head": head_of(
                self,
                request,
                title=gettext("The counter on your own site: %(campaign)s") % {"campaign": self.title},
                description=gettext("The code with which a portal shows the number, always with its time and state."),
                pictures=self.share_pictures(request, self.image),
                path=self.embed_code_path,
            ),
            "languages": language_links(self, request, self.embed_code_path),
            "embed": EmbedCode.from_request(self, request),
        }
        return TemplateResponse(request, self.embed_code_template, context)


class PeakPeriod(NormalisedChildMixin, TranslatableMixin, Orderable):
    """A peak week or month within a campaign (tuần, tháng cao điểm)."""

    read_together: ClassVar = True

    class Kind(models.TextChoices):
        WEEK = "week", _("Peak week")
        MONTH = "month", _("Peak month")

    page = ParentalKey(CampaignPage, on_delete=models.CASCADE, related_name="peak_periods")
    kind = models.CharField(_("kind"), max_length=5, choices=Kind, default=Kind.WEEK)
    name = models.CharField(_("name"), max_length=120)
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    summary = models.CharField(_("summary"), max_length=240, blank=True)

    panels: ClassVar = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("starts_on"), FieldPanel("ends_on")]),
        FieldPanel("name"),
        FieldPanel("summary"),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("peak period")
        verbose_name_plural = _("peak periods")
        ordering: ClassVar = ["starts_on", "sort_order"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("The end must not be before the start.")})

    def seen_from(self, figures: Any) -> dict[str, Any]:
        """The period with what it brought so far and whether it is past, now or to come."""
        today = figures.today
        when = "to-come" if today < self.starts_on else "past" if today > self.ends_on else "now"
        return {
            "period": self,
            "when": when,
            "count": None if when == "to-come" else figures.counted_between(self.starts_on, self.ends_on),
        }
