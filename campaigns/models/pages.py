"""The pages of campaigns: their index, one page each, and one address per unit inside it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, ClassVar, Self
from urllib.parse import unquote

from csp.constants import SELF
from csp.decorators import csp_update
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField
from wagtail.models import Orderable, TranslatableMixin
from wagtail.search import index

from campaigns import heads
from campaigns.models.campaigns import Campaign
from campaigns.models.snapshots import CounterSnapshot
from campaigns.models.units import Unit
from campaigns.structured import event
from publishing.blocks.text import RICH_TEXT_FEATURES
from publishing.cards import ready_for_cards
from publishing.finding import Findable, FoundAs
from publishing.models import BasePage, IndexPage
from publishing.navigation import language_links
from publishing.normalisation import NormalisedChildMixin
from publishing.readable import lines_of, plain_text
from publishing.share_preview import shared_preview
from publishing.sitemap import Part
from publishing.teasers import Teaser
from sharing.cards.content import CardContent
from sharing.feeds import FeedLink
from sharing.head import Head
from sharing.languages import reading_order
from sharing.oembed import Embed
from sharing.structured import Thing
from sharing.visibility import published

STORIES = 4
"""Stories on the page of a campaign, and of a unit in it."""


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
        context["head"] = self.head_of_list(request, 1, [(page.title, page.url) for page in context["campaigns"]])
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
    data_path: ClassVar = "so-lieu/"
    wallboard_path: ClassVar = "bang-dien-tu/"
    embed_code_path: ClassVar = "ma-nhung/"
    embeddable: ClassVar = True
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
    image_alt = models.CharField(
        _("text alternative"),
        max_length=200,
        blank=True,
        help_text=_("What the picture shows, for those who cannot see it."),
    )

    content_panels: ClassVar = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [FieldPanel("lead"), FieldPanel("intro"), FieldPanel("image"), FieldPanel("image_alt")], heading=_("Story")
        ),
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
    def findable(self) -> Findable:
        return replace(
            super().findable,
            lead=self.lead or self.search_description,
            texts=[*lines_of([plain_text(self.intro)])],
            terms=[self.campaign.name],
            kind=FoundAs.CAMPAIGN,
            campaign=self.campaign_id,
        )

    @classmethod
    def findable_relations(cls) -> list[Any]:
        return ["campaign"]

    @property
    def card_pictures(self) -> list[Any]:
        return [self.image]

    @property
    def teaser(self) -> Teaser:
        return replace(super().teaser, image=self.image)

    @property
    def image_text(self) -> str:
        """What the picture shows: the text written for this page, else the picture's own description."""
        return self.image_alt or (self.image.description if self.image is not None else "")

    @cached_property
    def figures(self) -> Any:
        """The campaign's figures as the page was loaded (`campaigns.counters.Figures`); one query."""
        from campaigns.counters import figures_of  # it reads models: importing it here closes the circle

        return figures_of(self.campaign)

    def card_content(self, part: str = "") -> CardContent | None:
        """The campaign's number, or that of a unit; in words alone while there is none."""
        from campaigns.share_cards import number_card

        return number_card(self, part)

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
        in_order = (versions.get(language) for language in reading_order(get_language()))
        return next(filter(None, in_order), None) or next(iter(versions.values()), None)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from campaigns.leaderboard import Leaderboard  # it reads models: importing it here closes the circle

        context = super().get_context(request, *args, **kwargs)
        figures = self.figures
        context.update(
            figures=figures,
            counter=figures.headline,
            leaderboard=Leaderboard.from_request(figures, request),
            peak_periods=[period.seen_from(figures) for period in self.peak_periods.all()],
            stories=ready_for_cards(self.stories()[:STORIES], self.image),
        )
        return context

    @classmethod
    def parts_in_sitemap(cls) -> dict[int, list[Part]]:
        """The page with the figures as files, and every ranked unit: both change with the number."""
        units = [unit.path for unit in Unit.objects.first_level().only("code", "kind")]
        newest = CounterSnapshot.objects.filter(campaign=OuterRef("campaign")).values("as_of")[:1]
        dated = published(cls.objects.annotate(counted=Subquery(newest))).values_list("pk", "counted")
        return {key: [Part(path, counted) for path in ("", cls.data_path, *units)] for key, counted in dated}

    def stories(self) -> Any:
        """The campaign's published stories in this page's language."""
        stories: Any = self.campaign.stories
        return published(stories.filter(locale=self.locale)).with_card_joins()

    def _tells_of(self, unit: Any) -> bool:
        """Whether a public story or initiative names `unit` in this page's language, in any campaign."""
        initiatives = unit.initiatives.filter(locale=self.locale, restricted=False)
        return any(published(pages).exists() for pages in (initiatives, unit.stories.filter(locale=self.locale)))

    def unit_url(self, unit: Unit | None) -> str:
        """The address of `unit` in this campaign; of the campaign itself for none and for units that are not ranked."""
        return f"{self.url or ''}{unit.path if unit is not None else ''}"

    def structured_data(self, request: HttpRequest, head: Head) -> list[Thing]:
        return [event(self, request, head)]

    def part_of(self, *route: Any) -> str | None:
        _view, _args, given = route
        if "code" not in given:
            return ""
        unit = Unit.objects.at(given["code"]).first()
        return unit.code if unit is not None else None

    def path_of(self, part: str) -> str:
        unit = Unit.objects.at(part).first()
        return unit.path if unit is not None else ""

    def name_of(self, part: str) -> str:
        unit = Unit.objects.at(part).first()
        return unit.short_name if unit is not None else part

    def embed(self, request: HttpRequest, *route: Any) -> Embed | None:
        """Its counter, or a unit's; its other parts are no counters."""
        from campaigns.embeds.frames import counter_embed  # frames show pages

        view, _args, given = route or (self.index_route, (), {})
        if view.__name__ not in ("index_route", "unit"):
            return None
        return counter_embed(self, request, given.get("code", ""))

    @property
    def feed_path(self) -> str:
        """Where the feeds of the campaign stand among all feeds."""
        return f"chien-dich/{self.campaign.slug}/"

    def feeds(self, request: HttpRequest) -> tuple[FeedLink, ...]:
        return (*super().feeds(request), *self.feed_of(request, "stories", self.feed_path, self.title))

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The routes of a routable page bypass BasePage.serve; they have the same cache policy."""
        return self.with_cache_policy(request, super().serve(request, *args, **kwargs))

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """A routable page bypasses BasePage.serve_preview, too."""
        return shared_preview(self, request, mode_name) or super().serve_preview(request, mode_name)

    @path("don-vi/<str:code>/", name="unit")
    def unit(self, request: HttpRequest, code: str) -> HttpResponse:
        """One unit in this campaign."""
        from campaigns.leaderboard import Leaderboard
        from campaigns.takeovers import takeovers

        family = list(Unit.objects.with_predecessors_at(code))
        unit = next((unit for unit in family if unit.code == unquote(code)), None)
        if unit is None:
            if (meant := Unit.objects.spelled_like(code).first()) is not None:
                return redirect(self.unit_url(meant), permanent=True)
            raise Http404(f"no unit {code[:40]!r}")
        figures = self.figures
        counter = figures.unit(unit.code, unit.name)
        neighbours = Leaderboard.around(figures, unit)
        stories = ready_for_cards(self.stories().filter(unit=unit)[:STORIES])
        return self.render(
            request,
            context_overrides={
                "head": heads.of_unit(self, request, unit),
                "languages": language_links(self, request, unit.path),
                "unit": unit,
                "takeovers": takeovers(other for other in family if other.successor_id == unit.pk),
                "figures": figures,
                "counter": counter,
                "standing": figures.standing(unit.code),
                "targets": list(unit.targets.filter(campaign=self.campaign)),
                "neighbours": neighbours,
                "unit_row": next((row for row in neighbours if row.unit.pk == unit.pk), None),
                "stories": stories,
                "has_kit": bool(stories) or self._tells_of(unit),
            },
            template=self.unit_template,
        )

    @path(data_path, name="data")
    def data(self, request: HttpRequest) -> HttpResponse:
        """The campaign's figures for journalists and unions: files, what is in them, and the API."""
        from campaigns.opendata.page import data_context

        figures = self.figures
        return self.render(
            request,
            context_overrides={
                "head": heads.of_data(self, request, figures),
                "languages": language_links(self, request, self.data_path),
                **data_context(figures, request),
            },
            template=self.data_template,
        )

    @path(wallboard_path, name="wallboard")
    def wallboard(self, request: HttpRequest) -> HttpResponse:
        """The campaign on a screen in a hall."""
        from campaigns.wallboard import Wallboard

        wall = Wallboard.of(self)
        context = {
            "page": self,
            "head": heads.of_wallboard(self, request),
            "wall": wall,
            "figures": wall.figures,
            "counter": wall.counter,
        }
        return TemplateResponse(request, self.wallboard_template, context)

    @path(embed_code_path, name="embed_code")
    @method_decorator(csp_update({"frame-src": [SELF]}))
    def embed_code(self, request: HttpRequest) -> HttpResponse:
        """The code that puts the campaign's counter, or a unit's, on another site."""
        from campaigns.embeds.code import EmbedCode

        context = {
            **super().get_context(request),
            "head": heads.of_embed_code(self, request),
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
