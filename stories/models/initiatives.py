"""Featured initiatives and their index."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar
from urllib.parse import unquote

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models, transaction
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel, TitleFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField
from wagtail.models import PageManager
from wagtail.search import index

from campaigns.counters import featured_figures
from campaigns.models import Unit
from publishing.cards import ready_for_cards
from publishing.consent.panels import LeftOutPanel
from publishing.finding import Findable
from publishing.gathering import GatheredText, Gathering, links_in
from publishing.models import BasePage, IndexPage
from publishing.number_input import MONEY, WholeNumberInput
from publishing.page_forms import LegacyTextPanel
from publishing.paging import page_of
from publishing.share_preview import shared_preview
from publishing.sitemap import Part as SitemapPart
from publishing.teasers import Teaser
from sharing.cards.content import CardContent
from sharing.feeds import FeedLink
from sharing.head import Head, head_of
from sharing.structured import Thing
from sharing.visibility import published
from stories import showcase
from stories.addresses import InitiativePageForm, forget_old_addresses, is_neutral, restriction_panel
from stories.disclosure import Disclosure
from stories.filters import InitiativeFilters
from stories.finding import findable_of
from stories.models.people import InitiativeAuthor
from stories.models.tags import PageTagsField, Tag
from stories.querysets import InitiativeQuerySet
from stories.share_cards import initiative_card
from stories.showcase import NATIONWIDE, field_path
from stories.structured import article
from vietnamese.formats import vnd

STAGE_FEATURES = ["bold", "italic", "ol", "ul", "link"]


class InitiativeField(models.TextChoices):
    """What an initiative improves (the programme's fields of work, merged into six)."""

    PRODUCTION = "production", _("Production and business")
    SAFETY = "safety", _("Safety, hygiene and environment")
    ADMINISTRATION = "administration", _("Administration and management")
    EDUCATION = "education", _("Education")
    HEALTH = "health", _("Health care")
    COMMUNITY = "community", _("For the community")


class InitiativeIndexPage(RoutablePageMixin, IndexPage):
    """All featured initiatives of one language, by field, unit and tag, and across the country."""

    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar = ["stories.InitiativePage"]
    template = "pages/stories/initiative_index.html"
    part_template: ClassVar = "pages/stories/initiatives_of.html"
    nationwide_template: ClassVar = "pages/stories/initiatives_nationwide.html"
    filter_parameters: ClassVar = ("linh-vuc", "don-vi", "cum", "chien-dich", "the", "xep")

    class Meta:
        verbose_name = _("initiative index")

    def feeds(self, request: HttpRequest) -> tuple[FeedLink, ...]:
        return (*self.feed_of(request, "initiatives"), *super().feeds(request))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        everything = self.initiatives()
        filters = InitiativeFilters(request, everything, InitiativeField.choices)
        shown = page_of(filters.apply(everything).with_card_joins(), request)
        initiatives = [page.disclosure for page in ready_for_cards(shown.object_list)]
        links = [(initiative.title, initiative.url) for initiative in initiatives]
        head = self.head_of_list(request, shown.number, links)
        context.update(pages=shown, initiatives=initiatives, filters=filters, head=head, nationwide=NATIONWIDE)
        return context

    def initiatives(self) -> InitiativeQuerySet:
        """All that everybody may read."""
        found: InitiativeQuerySet = published(InitiativePage.objects.child_of(self))
        return found

    @classmethod
    def parts_in_sitemap(cls) -> dict[int, list[SitemapPart]]:
        """The overview, and the fields and units of which something is told."""
        told = published(InitiativePage.objects.disclosed()).order_by()
        fields, units = defaultdict(set), defaultdict(set)
        for locale, field, unit in told.values_list("locale", "field", "unit").distinct():
            fields[locale].add(field)
            units[locale].add(unit)
        paths = {unit.pk: unit.path for unit in Unit.objects.first_level().only("code", "kind")}
        return {
            key: [
                SitemapPart(path)
                for path in (
                    *("", NATIONWIDE),
                    *map(field_path, sorted(fields[locale])),
                    *sorted(paths[unit] for unit in units[locale] if unit in paths),
                )
            ]
            for key, locale in published(cls.objects.all()).values_list("pk", "locale")
        }

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The routes of a routable page bypass BasePage.serve; they have the same cache policy."""
        return self.with_cache_policy(request, super().serve(request, *args, **kwargs))

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """A routable page bypasses BasePage.serve_preview, too."""
        return shared_preview(self, request, mode_name) or super().serve_preview(request, mode_name)

    @path("linh-vuc/<slug:field>/", name="field")
    def field(self, request: HttpRequest, field: str) -> HttpResponse:
        """The initiatives of one field."""
        label = dict(InitiativeField.choices).get(field)
        if label is None:
            raise Http404(f"no field {field[:40]!r}")
        return self._part(request, showcase.of_field(self, request, field, str(label)), self.part_template)

    @path("don-vi/<str:code>/", name="unit")
    def unit(self, request: HttpRequest, code: str) -> HttpResponse:
        """The initiatives of one unit."""
        unit = showcase.known_unit(code)
        if unit.code != unquote(code):
            return redirect(f"{self.url}{unit.path}", permanent=True)
        return self._part(request, showcase.of_unit(self, request, unit), self.part_template)

    @path(NATIONWIDE, name="nationwide")
    def nationwide(self, request: HttpRequest) -> HttpResponse:
        """All units by region and cluster, with what is told of each."""
        return self._part(request, showcase.of_the_country(self, request), self.nationwide_template)

    def _part(self, request: HttpRequest, context: dict[str, Any], template: str) -> HttpResponse:
        fields = [(f"{self.url}{field_path(key)}", label) for key, label in InitiativeField.choices]
        whole = {**BasePage.get_context(self, request), "fields": fields, "nationwide": NATIONWIDE, **context}
        return TemplateResponse(request, template, whole)


class InitiativePage(BasePage):
    """One initiative with its people: what was wrong, what they thought of, what came of it."""

    class Kind(models.TextChoices):
        TECHNICAL = "technical", _("Technical solution")
        MANAGEMENT = "management", _("Management solution")
        OPERATIONAL = "operational", _("Operational solution")
        TECHNOLOGY = "technology", _("Application of technology")
        RESEARCH = "research", _("Scientific research")

    parent_page_types: ClassVar = ["stories.InitiativeIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "pages/stories/initiative.html"
    embeddable: ClassVar = True
    og_type: ClassVar = "article"
    card_joins: ClassVar = ("image", "unit", "unit__successor")

    code = models.CharField(
        _("initiative code"), max_length=40, blank=True, help_text=_("As in the programme’s register.")
    )
    kind = models.CharField(_("type"), max_length=12, choices=Kind, default=Kind.TECHNICAL)
    field = models.CharField(_("field"), max_length=16, choices=InitiativeField, default=InitiativeField.PRODUCTION)
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), null=True, blank=True, on_delete=models.SET_NULL, related_name="initiatives"
    )
    campaign = models.ForeignKey(
        "campaigns.Campaign",
        verbose_name=_("campaign"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="initiatives",
    )
    date = models.DateTimeField(_("date shown"), default=timezone.now)
    summary = models.TextField(
        _("in short"),
        max_length=400,
        validators=[MaxLengthValidator(400)],
        blank=True,
        help_text=_("What it is and what it brings, so that a neighbour understands."),
    )
    image = models.ForeignKey(
        "publishing.EditorialImage",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    image_alt = models.CharField(_("text alternative"), max_length=200, blank=True)
    image_caption = models.CharField(_("caption"), max_length=240, blank=True, help_text=_("Ends with “Ảnh: …”."))
    problem_heading = models.CharField(_("problem in one line"), max_length=120, blank=True)
    problem = RichTextField(
        _("problem"),
        features=STAGE_FEATURES,
        blank=True,
        help_text=_("How it was before, with a number if there is one."),
    )
    idea_heading = models.CharField(_("idea in one line"), max_length=120, blank=True)
    idea = RichTextField(
        _("idea"), features=STAGE_FEATURES, blank=True, help_text=_("What was thought of, and how it was made.")
    )
    result_heading = models.CharField(_("result in one line"), max_length=120, blank=True)
    result = RichTextField(
        _("result"), features=STAGE_FEATURES, blank=True, help_text=_("What changed, how it was measured, who follows.")
    )
    quote = models.TextField(_("quote"), max_length=400, validators=[MaxLengthValidator(400)], blank=True)
    quote_name = models.CharField(_("who said it"), max_length=80, blank=True)
    benefit_vnd = models.PositiveBigIntegerField(
        _("benefit a year (VND)"),
        null=True,
        blank=True,
        help_text=_("An estimate as reported. Empty where it is not money."),
    )
    benefit_note = models.CharField(
        _("how it was estimated"), max_length=200, blank=True, default="Ước tính, theo báo cáo của đơn vị"
    )
    award = models.CharField(_("award"), max_length=160, blank=True)
    recognised_on = models.DateField(_("recognised on"), null=True, blank=True)
    recognition_ref = models.CharField(_("decision"), max_length=120, blank=True)
    restricted = models.BooleanField(
        _("restricted publicity"),
        default=False,
        help_text=_("A trade secret is involved: only title, effect and award are shown, everywhere."),
    )
    featured = models.BooleanField(_("on the home page"), default=False)
    is_example = models.BooleanField(
        _("example"), default=False, help_text=_("People and figures are made up; the page says so.")
    )
    tags = PageTagsField(verbose_name=_("tags"), through="stories.InitiativeTag", blank=True)

    objects: ClassVar = PageManager.from_queryset(InitiativeQuerySet)()

    content_panels: ClassVar = [
        LegacyTextPanel(),
        LeftOutPanel(),
        MultiFieldPanel([TitleFieldPanel("title"), FieldPanel("summary")], heading=_("Initiative")),
        restriction_panel(),
        InlinePanel("authors", heading=_("Authors"), label=_("Author")),
        MultiFieldPanel(
            [FieldPanel("image"), FieldPanel("image_alt"), FieldPanel("image_caption")], heading=_("Picture")
        ),
        MultiFieldPanel([FieldPanel("problem_heading"), FieldPanel("problem")], heading=_("Problem")),
        MultiFieldPanel([FieldPanel("idea_heading"), FieldPanel("idea")], heading=_("Idea")),
        MultiFieldPanel([FieldPanel("result_heading"), FieldPanel("result")], heading=_("Result")),
        MultiFieldPanel(
            [
                HelpPanel(content=_("Benefits in money are estimates as reported by the unit; they are never ranked.")),
                FieldRowPanel(
                    [FieldPanel("benefit_vnd", widget=WholeNumberInput(echo=MONEY)), FieldPanel("benefit_note")]
                ),
            ],
            heading=_("Benefit in money"),
        ),
        InlinePanel("effects", heading=_("Effects that are not money"), label=_("Effect"), max_num=4),
        MultiFieldPanel([FieldPanel("quote"), FieldPanel("quote_name")], heading=_("In their own words")),
        MultiFieldPanel(
            [FieldPanel("award"), FieldRowPanel([FieldPanel("recognised_on"), FieldPanel("recognition_ref")])],
            heading=_("Recognition"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("kind"), FieldPanel("field")]),
                FieldRowPanel([FieldPanel("unit"), FieldPanel("campaign")]),
                FieldRowPanel([FieldPanel("code"), FieldPanel("date")]),
                FieldPanel("tags"),
                FieldRowPanel([FieldPanel("featured"), FieldPanel("is_example")]),
            ],
            heading=_("Filed under"),
        ),
    ]
    search_fields: ClassVar = [
        *[field for field in BasePage.search_fields if field.field_name != "search_description"],
        index.SearchField("head_description", boost=2),
        index.SearchField("disclosed_text"),
        index.SearchField("disclosed_tags"),
        index.AutocompleteField("code"),
        index.RelatedFields("authors", [index.AutocompleteField("name")]),  # for the admin, which alone asks for these
        index.FilterField("field"),
        index.FilterField("date"),
        index.FilterField("restricted"),
    ]
    base_form_class: ClassVar = InitiativePageForm

    class Meta:
        verbose_name = _("initiative")
        verbose_name_plural = _("initiatives")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; the Vietnamese page decides for every language whether publicity is restricted.

        With it goes the neutral address, and the old ones are forgotten. Saving a draft (which names the fields that
        it updates) decides nothing.
        """
        if kwargs.get("update_fields") is not None:
            super().save(*args, **kwargs)
            return
        versions = InitiativePage.objects.filter(translation_key=self.translation_key).exclude(pk=self.pk)
        source = versions.filter(locale__language_code=settings.LANGUAGE_CODE).first()
        if source is not None:
            self._be_as_reserved_as(source)
        super().save(*args, **kwargs)
        if self.restricted:
            transaction.on_commit(partial(forget_old_addresses, self))  # after Wagtail has made its redirects
        if source is None:
            for version in versions:
                if version._be_as_reserved_as(self):
                    version.save()

    def _be_as_reserved_as(self, source: "InitiativePage") -> bool:
        """Take over whether publicity is restricted, and the address that tells nothing; whether that is a change."""
        before = self.restricted, self.slug
        self.restricted = source.restricted
        if source.restricted and is_neutral(source.slug):
            self.slug = source.slug
        return before != (self.restricted, self.slug)

    @classmethod
    def undated_in_sitemap(cls) -> Iterable[int]:
        return cls.objects.filter(restricted=True).values_list("pk", flat=True)

    @property
    def disclosure(self) -> Disclosure:
        """What the public may know: the only view of an initiative that leaves the admin."""
        made: Disclosure | None = self.__dict__.get("_made_for_head")
        return made if made is not None else Disclosure.of(self)

    def head(self, request: HttpRequest) -> Head:
        """Its head, for which what the public may know is found out once."""
        self.__dict__["_made_for_head"] = self.disclosure
        try:
            return super().head(request)
        finally:
            del self.__dict__["_made_for_head"]

    @property
    def head_description(self) -> str:
        disclosure = self.disclosure
        return disclosure.description if self.restricted else self.search_description or disclosure.description

    @classmethod
    def card_relations(cls) -> list[Any]:
        people = InitiativeAuthor.objects.select_related("portrait", "consent")
        return [*super().card_relations(), "effects", Prefetch("authors", queryset=people)]

    @property
    def card_pictures(self) -> list[Any]:
        return [] if self.restricted else [self.image, *(author.portrait for author in self.authors.all())]

    @property
    def people_named(self) -> list[Any]:
        """The people whom the page names, for the question of consent."""
        return [] if self.restricted else list(self.authors.all())

    @property
    def findable(self) -> Findable:
        """Of its disclosure alone; where publicity is restricted its field, unit, campaign, tags and date stay back."""
        money = vnd(self.benefit_vnd, language=self.locale.language_code) if self.benefit_vnd else ""
        return findable_of(self.disclosure, money, [] if self.restricted else self.tags.all(), self.campaign_id)

    @classmethod
    def findable_relations(cls) -> list[Any]:
        people = InitiativeAuthor.objects.select_related("consent")
        return ["unit__successor", "tagged_items__tag", "effects", "locale", Prefetch("authors", queryset=people)]

    @property
    def is_stored(self) -> bool:
        """Whether it is as the database has it, and not a draft that an editor looks at."""
        return self.pk is not None and not getattr(self, "_cluster_related_objects", None)

    @property
    def teaser(self) -> Teaser:
        """Search results and lists of related pages: a restricted one has no picture and no date."""
        disclosure = self.disclosure
        return replace(
            super().teaser, description=disclosure.description, image=disclosure.image, date=disclosure.shown_at
        )

    def disclosed_text(self) -> str:
        """For the search index: never more than the public may know. The money stands as it is printed."""
        money = vnd(self.benefit_vnd, language=self.locale.language_code) if self.benefit_vnd else ""
        return f"{self.disclosure.search_text} {money}"

    def disclosed_tags(self) -> str:
        """For the search index: tags may tell the trade secret's field, so a restricted one has none."""
        return "" if self.restricted else " ".join(tag.name for tag in self.tags.all())

    def own_head(self, request: HttpRequest) -> Head:
        """A restricted initiative shares title, effect and award alone: no day dates it, no picture shows it."""
        common = {"description": self.described(request), "og_type": self.og_type}
        pictures = self.share_pictures(request)
        if self.restricted:
            head = head_of(self, request, pictures=list(pictures)[1:], title=self.title, **common)
            return replace(head, published=None, modified=None)
        head = head_of(self, request, pictures=pictures, **common)
        tags = tuple(tag.name for tag in self.shown_tags)
        return replace(head, published=self.date, section=self.get_field_display(), tags=tags)

    def feeds(self, request: HttpRequest) -> tuple[FeedLink, ...]:
        return (*self.feed_of(request, "initiatives"), *super().feeds(request))

    def structured_data(self, request: HttpRequest, head: Head) -> list[Thing]:
        return [article(self.disclosure, request, head)]

    @cached_property
    def shown_tags(self) -> list[Tag]:
        """Its tags; none of a restricted one."""
        return [] if self.restricted else list(self.tags.all())

    def card_content(self, part: str = "") -> CardContent | None:
        """The initiative, or one of its people (`person-1` is the first author)."""
        return initiative_card(self, part)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        newest = published(InitiativePage.objects.filter(locale=self.locale)).exclude(pk=self.pk).newest_first()
        others = list(newest.with_card_joins()[:3])
        # A draft brings its own authors and effects; those of a stored page are loaded together with the others'.
        if self.is_stored:
            ready_for_cards([*others, self])
        else:
            ready_for_cards(others, *self.card_pictures)
        disclosure = self.disclosure
        figures, unit = featured_figures(), disclosure.unit
        campaign_page = figures.page if figures is not None else None
        links = Gathering(also=[choice for stage in disclosure.stages for choice in links_in(stage.html)])
        context.update(
            initiative=disclosure,
            narrative=[(stage, GatheredText(stage.html, links)) for stage in disclosure.stages],
            figures=figures,
            campaign_page=campaign_page,
            tags=self.shown_tags,
            unit_counter=figures.unit(unit.code, unit.name) if figures is not None and unit is not None else None,
            unit_url=campaign_page.unit_url(unit) if campaign_page is not None else "",
            more=[other.disclosure for other in others],
        )
        return context
