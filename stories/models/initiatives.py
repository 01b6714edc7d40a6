"""Featured initiatives and their index."""

from dataclasses import replace
from functools import partial
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Prefetch
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel, TitleFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, PageManager, TranslatableMixin
from wagtail.search import index

from campaigns.counters import featured_figures
from campaigns.models import Unit
from publishing.cards import ready_for_cards
from publishing.gathering import GatheredText, Gathering, links_in
from publishing.models import BasePage, IndexPage, SiteSettings
from publishing.normalisation import NormalisedChildMixin
from publishing.number_input import MONEY, WholeNumberInput
from publishing.page_forms import LegacyTextPanel
from publishing.paging import page_of
from publishing.teasers import Teaser
from sharing.head import Head, head_of
from sharing.visibility import published
from stories.addresses import InitiativePageForm, forget_old_addresses, is_neutral, restriction_panel
from stories.disclosure import Disclosure
from stories.filters import InitiativeFilters
from stories.models.tags import PageTagsField
from stories.querysets import InitiativeQuerySet
from stories.scenes import scene_to_share
from vietnamese.formats import vnd

EARLIEST_BIRTH_YEAR = 1900
STAGE_FEATURES = ["bold", "italic", "ol", "ul", "link"]


class InitiativeField(models.TextChoices):
    """What an initiative improves (the programme's fields of work, merged into six)."""

    PRODUCTION = "production", _("Production and business")
    SAFETY = "safety", _("Safety, hygiene and environment")
    ADMINISTRATION = "administration", _("Administration and management")
    EDUCATION = "education", _("Education")
    HEALTH = "health", _("Health care")
    COMMUNITY = "community", _("For the community")


class InitiativeIndexPage(IndexPage):
    """All featured initiatives of one language, by field, unit and tag."""

    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar = ["stories.InitiativePage"]
    template = "pages/stories/initiative_index.html"
    filter_parameters: ClassVar = ("linh-vuc", "don-vi", "chien-dich", "the")

    class Meta:
        verbose_name = _("initiative index")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        everything = published(InitiativePage.objects.child_of(self))
        filters = InitiativeFilters.read(request, everything, InitiativeField.choices)
        shown = page_of(filters.apply(everything).newest_first().with_card_joins(), request)
        initiatives = [page.disclosure for page in ready_for_cards(shown.object_list)]
        context.update(
            pages=shown, initiatives=initiatives, filters=filters, head=self.head_of_list(request, shown.number)
        )
        return context


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
    og_type: ClassVar = "article"
    card_joins: ClassVar = ("image", "unit")

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
    quote = models.TextField(_("quote"), max_length=400, blank=True)
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

    @property
    def disclosure(self) -> Disclosure:
        """What the public may know: the only view of an initiative that leaves the admin."""
        return Disclosure.of(self)

    @property
    def head_description(self) -> str:
        disclosure = self.disclosure
        return disclosure.description if self.restricted else self.search_description or disclosure.description

    @classmethod
    def card_relations(cls) -> list[Any]:
        people = InitiativeAuthor.objects.select_related("portrait")
        return [*super().card_relations(), "effects", Prefetch("authors", queryset=people)]

    @property
    def card_pictures(self) -> list[Any]:
        return [] if self.restricted else [self.image, *(author.portrait for author in self.authors.all())]

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

    def head(self, request: HttpRequest) -> Head:
        """A restricted initiative shares the site's picture, title and effect alone; no day may date it."""
        common = {"description": self.head_description, "og_type": self.og_type}
        if self.restricted:
            site_picture = SiteSettings.for_page_request(request).share_image
            head = head_of(self, request, pictures=[site_picture], title=self.title, **common)
            return replace(head, published="", modified="")
        pictures = [self.share_image, self.image, scene_to_share(self.field)]
        return head_of(self, request, pictures=pictures, **common)

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
            tags=[] if self.restricted else list(self.tags.all()),
            unit_counter=figures.unit(unit.code, unit.name) if figures is not None and unit is not None else None,
            unit_url=campaign_page.unit_url(unit) if campaign_page is not None else "",
            more=[other.disclosure for other in others],
        )
        return context


class InitiativeAuthor(NormalisedChildMixin, TranslatableMixin, Orderable):
    """A person behind an initiative, named with job and workplace."""

    page = ParentalKey(InitiativePage, on_delete=models.CASCADE, related_name="authors")
    name = models.CharField(_("name"), max_length=80)
    birth_year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)
    job = models.CharField(_("job"), max_length=120)
    workplace = models.CharField(_("workplace"), max_length=160)
    portrait = models.ForeignKey(
        "publishing.EditorialImage",
        verbose_name=_("portrait"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    panels: ClassVar = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("birth_year")]),
        FieldRowPanel([FieldPanel("job"), FieldPanel("workplace")]),
        FieldPanel("portrait"),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("author")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        this_year = timezone.localdate().year
        if self.birth_year is not None and not EARLIEST_BIRTH_YEAR <= self.birth_year <= this_year:
            message = _("Write a year of four digits, from %(first)s to %(last)s.")
            bounds = {"first": EARLIEST_BIRTH_YEAR, "last": this_year}
            raise ValidationError({"birth_year": ValidationError(message, params=bounds)})


class InitiativeEffect(NormalisedChildMixin, TranslatableMixin, Orderable):
    """What an initiative brings that is not counted in money: safety, time, health."""

    page = ParentalKey(InitiativePage, on_delete=models.CASCADE, related_name="effects")
    value = models.CharField(_("figure"), max_length=40, help_text=_("With its unit: “11 ngày”, “0 ca”."))
    label = models.CharField(_("what it says"), max_length=160)

    panels: ClassVar = [FieldRowPanel([FieldPanel("value"), FieldPanel("label")])]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("effect")

    def __str__(self) -> str:
        return f"{self.value} {self.label}"
