"""Stories and campaign news, and their index."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.core.validators import MaxLengthValidator
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, TitleFieldPanel
from wagtail.fields import StreamField
from wagtail.models import PageManager
from wagtail.search import index

from campaigns.counters import featured_figures
from campaigns.models import unit_names
from publishing.cards import ready_for_cards
from publishing.consent.panels import LeftOutPanel
from publishing.finding import Findable, FoundAs
from publishing.gathering import Gathering
from publishing.models import BasePage, IndexPage
from publishing.page_forms import LegacyTextPanel
from publishing.paging import page_of
from publishing.readable import readable_text
from publishing.searching import ShownText, shown_lines
from publishing.share_cards import photo_of
from publishing.teasers import Teaser
from sharing.cards.content import CardContent, Kind
from sharing.head import Head
from sharing.structured import Thing
from sharing.visibility import published
from stories.blocks import StoryBody
from stories.filters import StoryFilters
from stories.models.tags import PageTagsField, Tag
from stories.querysets import CardQuerySet
from stories.share_cards import with_example
from stories.structured import news_article

CORRECTION_GRACE = timedelta(minutes=5)
"""A change so soon after publishing is part of publishing and is not told to readers."""
WORDS_A_MINUTE = 220
"""Vietnamese syllables that a reader takes in a minute of a newspaper story; the measure of “n phút đọc”."""


class StoryIndexPage(IndexPage):
    """All stories and news of one language, the newest first, by kind and by tag."""

    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar = ["stories.StoryPage"]
    template = "pages/stories/story_index.html"
    filter_parameters: ClassVar = ("loai", "the")

    class Meta:
        verbose_name = _("story index")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        stories = published(StoryPage.objects.child_of(self))
        filters = StoryFilters.read(request, stories, StoryPage.Kind.choices)
        pages = page_of(filters.apply(stories).newest_first().with_card_joins(), request)
        pages.object_list = ready_for_cards(pages.object_list)
        links = [(page.title, page.url) for page in pages.object_list]
        head = self.head_of_list(request, pages.number, links)
        if (tag := filters.tag) is not None:
            head = replace(head, feeds=(*head.feeds, *self.feed_of(request, "stories", f"the/{tag.value}/", tag.label)))
        context.update(pages=pages, filters=filters, head=head)
        return context


class StoryPage(BasePage):
    """A story of people and their idea, a new model, a creative way of working, or news of a campaign."""

    class Kind(models.TextChoices):
        STORY = "story", _("Story")
        MODEL = "model", _("New model")
        PRACTICE = "practice", _("Creative practice")
        NEWS = "news", _("Campaign news")

    parent_page_types: ClassVar = ["stories.StoryIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "pages/stories/story.html"
    embeddable: ClassVar = True
    card_joins: ClassVar = ("image", "unit")
    og_type: ClassVar = "article"

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.STORY)
    lead = models.TextField(
        _("lead"),
        max_length=400,
        validators=[MaxLengthValidator(400)],
        help_text=_("The sapo: who, where, what changed. Two sentences that make one want to read on."),
    )
    image = models.ForeignKey(
        "publishing.EditorialImage",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Lying, at least 1200×800: people at work, looking at their work."),
    )
    image_alt = models.CharField(
        _("text alternative"),
        max_length=200,
        blank=True,
        help_text=_("What the picture shows, for those who cannot see it."),
    )
    image_caption = models.CharField(_("caption"), max_length=240, blank=True, help_text=_("Ends with “Ảnh: …”."))
    body = StreamField(StoryBody(), verbose_name=_("text"), blank=True)
    date = models.DateTimeField(_("date shown"), default=timezone.now)
    byline = models.CharField(_("author"), max_length=120, blank=True)
    campaign = models.ForeignKey(
        "campaigns.Campaign",
        verbose_name=_("campaign"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="stories",
    )
    unit = models.ForeignKey(
        "campaigns.Unit",
        verbose_name=_("unit"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="stories",
    )
    featured = models.BooleanField(_("on the home page"), default=False, help_text=_("The newest one leads."))
    is_example = models.BooleanField(
        _("example"), default=False, help_text=_("People and figures are made up; the page says so.")
    )
    tags = PageTagsField(verbose_name=_("tags"), through="stories.StoryTag", blank=True)

    objects: ClassVar = PageManager.from_queryset(CardQuerySet)()

    content_panels: ClassVar = [
        LegacyTextPanel(),
        LeftOutPanel(),
        MultiFieldPanel([FieldPanel("kind"), TitleFieldPanel("title"), FieldPanel("lead")], heading=_("Opening")),
        MultiFieldPanel(
            [FieldPanel("image"), FieldPanel("image_alt"), FieldPanel("image_caption")], heading=_("Picture")
        ),
        FieldPanel("body"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("byline"), FieldPanel("date")]),
                FieldRowPanel([FieldPanel("campaign"), FieldPanel("unit")]),
                FieldPanel("tags"),
                FieldRowPanel([FieldPanel("featured"), FieldPanel("is_example")]),
            ],
            heading=_("Filed under"),
        ),
    ]
    search_fields: ClassVar = [
        *BasePage.search_fields,
        index.SearchField("lead", boost=2),
        ShownText("body"),
        index.SearchField("byline"),
        index.RelatedFields("tags", [index.SearchField("name")]),
        index.RelatedFields("unit", [index.SearchField("name")]),
        index.FilterField("kind"),
        index.FilterField("date"),
        index.FilterField("campaign"),
        index.FilterField("unit"),
    ]

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")

    @property
    def head_description(self) -> str:
        return self.search_description or self.lead

    def card_content(self, part: str = "") -> CardContent | None:
        """The story's picture beside its title."""
        if part:
            return None
        photo = photo_of(self.image, self.locale.language_code)
        card = self.text_card(kicker=with_example(self.get_kind_display(), self.is_example))
        return replace(card, kind=Kind.PHOTO, photo=photo) if photo is not None else card

    @property
    def teaser(self) -> Teaser:
        return replace(super().teaser, kind=self.get_kind_display(), image=self.image, date=self.date)

    @property
    def findable(self) -> Findable:
        tags = list(self.tags.all())
        return Findable(
            title=self.title,
            lead=self.lead,
            texts=[*shown_lines(self.body)],
            terms=[self.search_description, self.byline, *unit_names(self.unit), *(tag.name for tag in tags)],
            kind=FoundAs(self.kind),
            unit=self.unit_id,
            campaign=self.campaign_id,
            date=self.date,
            ages=True,
            tags=[tag.pk for tag in tags],
        )

    @classmethod
    def findable_relations(cls) -> list[Any]:
        return ["unit__successor", "tagged_items__tag"]

    @property
    def card_pictures(self) -> list[Any]:
        return [self.image]

    @property
    def image_text(self) -> str:
        """What the picture shows: the text written for this page, else the picture's own description."""
        return self.image_alt or (self.image.description if self.image is not None else "")

    @cached_property
    def shown_tags(self) -> list[Tag]:
        """Its tags, read once."""
        return list(self.tags.all())

    def own_head(self, request: HttpRequest) -> Head:
        tags = tuple(tag.name for tag in self.shown_tags)
        head = super().own_head(request)
        return replace(head, published=self.date, section=self.get_kind_display(), tags=tags, author=self.byline)

    def structured_data(self, request: HttpRequest, head: Head) -> list[Thing]:
        return [news_article(self, request, head)]

    @property
    def updated_at(self) -> datetime | None:
        """When it was changed after it had been published; None where nothing changed since (five minutes' grace)."""
        first, last = self.first_published_at, self.last_published_at
        return last if first and last and last - first > CORRECTION_GRACE else None

    @cached_property
    def reading_minutes(self) -> int:
        """How long the text takes to read, at least 1."""
        texts = readable_text(self.body.stream_block, self.body.get_prep_value())
        words = sum(len(text.split()) for text in texts)
        return max(1, round(words / WORDS_A_MINUTE))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        figures = featured_figures()
        text = Gathering(self.body, known=[figures.campaign] if figures is not None else [])
        others = published(StoryPage.objects.filter(locale=self.locale)).exclude(pk=self.pk).newest_first()
        more = ready_for_cards(others.with_card_joins()[:3], self.image, *text.pictures)
        context.update(figures=figures, more=more, tags=self.shown_tags)
        return context
