"""The page that every page of the site is."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from http import HTTPMethod
from typing import TYPE_CHECKING, Any, ClassVar, Final

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet, Value
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.functional import SimpleLazyObject, cached_property
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel
from wagtail.models import Page, PageViewRestriction
from wagtail.search import index

from publishing import structured  # as a module: each of the two may be imported first
from publishing.consent.panels import LeftOutPanel
from publishing.finding import Findable
from publishing.models.settings import SiteSettings
from publishing.navigation import Link, Navigation, kept_query, language_links, trail
from publishing.normalisation import NormalisedPageMixin
from publishing.page_forms import EditorialPageForm, LegacyTextPanel
from publishing.share_cards import chosen_picture, signature_of
from publishing.share_preview import NETWORKS, SharedLookPanel, shared_preview
from publishing.slug_input import VietnameseSlugInput
from publishing.surroundings import Surroundings
from publishing.teasers import Teaser
from sharing.cards.addresses import CardAddress
from sharing.cards.content import CardContent, Kind
from sharing.feeds import FeedLink, feed_address, feed_links
from sharing.head import Head, head_of, live_translations, part_of_list, site_root_url
from sharing.languages import ON_CARDS, reading_order
from sharing.oembed import Embed, Frame
from sharing.structured import Thing
from sharing.visibility import restrictions_on
from vietnamese.slugs import slugify

if TYPE_CHECKING:
    from publishing.sitemap import Part

SLUG_LENGTH: Final = 80
"""Characters of a slug that is made of a title."""
SLUG_OF_SYMBOLS: Final = "trang"
"""The slug of a page whose title has no letter and no digit."""


class BasePage(NormalisedPageMixin, Page):
    """Title, address, head metadata and cache policy of a public page.

    Subclasses say more on their share card (`card_content`) and in lists (`teaser`).
    """

    share_image = models.ForeignKey(
        "publishing.EditorialImage",
        verbose_name=_("share picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("What Facebook and Zalo show. Empty: the page's own picture. At least 1200×630."),
    )

    content_panels: ClassVar[list[Panel]] = [LegacyTextPanel(), LeftOutPanel(), *Page.content_panels]
    search_fields: ClassVar = [*Page.search_fields, index.SearchField("search_description", boost=2)]

    promote_panels: ClassVar[list[Panel]] = [
        MultiFieldPanel(
            [
                SharedLookPanel(),
                FieldPanel("slug", widget=VietnameseSlugInput),
                FieldPanel(
                    "seo_title",
                    help_text=_("Empty: the page's title. Facebook cuts off after about 65 characters."),
                ),
                FieldPanel(
                    "search_description",
                    help_text=_("One or two sentences, up to 155 characters: what the reader gets from this page."),
                ),
                FieldPanel("share_image"),
            ],
            _("When found and shared"),
        ),
        MultiFieldPanel([FieldPanel("show_in_menus")], _("In the site's menu")),
    ]

    base_form_class: ClassVar = EditorialPageForm

    surroundings: Surroundings | None = None
    """Set where the page was found by its address (`publishing.routing`)."""
    og_type: ClassVar[str] = "website"
    card_joins: ClassVar[tuple[str, ...]] = ()
    """The foreign keys that the page's card and teaser read."""
    filter_parameters: ClassVar[tuple[str, ...]] = ()
    """Query parameters that narrow or sort what the page shows; they mean the same in every language."""
    embeddable: ClassVar[bool] = False
    """Whether other sites may show the page in a frame (`publishing.frames`)."""
    lists_below: ClassVar[bool] = False
    """Whether it shows what stands below it, and so changes with it."""
    allowed_http_methods: ClassVar = [HTTPMethod.GET, HTTPMethod.HEAD, HTTPMethod.OPTIONS]
    max_age: ClassVar[int] = 10
    """Seconds for which a shared cache may answer without asking again."""

    slug: str

    class Meta:
        abstract = True

    def _set_core_field_defaults(self) -> None:
        """Wagtail's step before every save, of drafts too: its slug of a title loses Đ, and symbols give it none."""
        if not self.slug and self.title and (self.path or getattr(self, "_cached_parent_obj", None)):
            self.slug = self._get_autogenerated_slug(slugify(self.title, max_length=SLUG_LENGTH) or SLUG_OF_SYMBOLS)
        super()._set_core_field_defaults()

    def minimal_clean(self) -> None:
        """Wagtail's check of a draft, which leaves unsaid that it is the title that it refuses."""
        try:
            super().minimal_clean()
        except ValidationError as error:
            raise error if hasattr(error, "error_dict") else ValidationError({"title": error}) from error

    def head(self, request: HttpRequest) -> Head:
        """What the page says of itself in its `<head>`."""
        return self.completed(request, self.own_head(request))

    def completed(self, request: HttpRequest, head: Head, about: Sequence[Thing] = ()) -> Head:
        """`head` with what it tells search engines; `about` is what the page is about, if not what its type says."""
        things = structured.whole(self, request, head, about or self.structured_data(request, head))
        endpoint = site_root_url(request) if self.embeddable else ""
        return replace(head, things=things, feeds=self.feeds(request), embed_root=endpoint)

    def feeds(self, request: HttpRequest) -> tuple[FeedLink, ...]:
        """The feeds that the page's head tells of: all stories, and what its type adds."""
        return self.feed_of(request, "stories")

    def feed_of(self, request: HttpRequest, kind: str, path: str = "", about: str = "") -> tuple[FeedLink, ...]:
        """One feed in its three forms: of `stories` or `initiatives`, narrowed to `path`, which is called `about`."""
        title = gettext("Stories") if kind == "stories" else gettext("Initiatives")
        about = about or SiteSettings.for_page_request(request).name
        return feed_links(f"{title} – {about}", feed_address(kind, path, site_root_url(request)))

    def head_of_part(
        self,
        request: HttpRequest,
        path: str,
        title: str,
        description: str,
        about: Callable[[Head], Thing] | None = None,
        part: str = "",
    ) -> Head:
        """The head of what stands at `path` below the page. `about` makes of it what it is mainly about.

        `part` is its own part in `card_content`; without one it shares the page's card.
        """
        pictures = self.share_pictures(request, part)
        head = head_of(self, request, title=title, description=description, pictures=pictures, path=path)
        way = [*trail(self, request), Link(self.title, self.url or "/")]
        things = structured.whole(self, request, head, [about(head)] if about is not None else [], way)
        return replace(head, things=things, feeds=self.feeds(request))

    def structured_data(self, request: HttpRequest, head: Head) -> Sequence[Thing]:
        """What the page is about, the main thing first, for search engines."""
        return ()

    def own_head(self, request: HttpRequest) -> Head:
        """The head of the page's type, to which `head` adds what every page has."""
        return head_of(
            self,
            request,
            description=self.described(request),
            pictures=self.share_pictures(request),
            og_type=self.og_type,
        )

    def described(self, request: HttpRequest) -> str:
        """Its description; where nobody wrote one, its title with what the site says of itself."""
        return self.head_description or SiteSettings.for_page_request(request).describing(self.title)

    def share_pictures(self, request: HttpRequest, part: str = "") -> Iterator[Any]:
        """What a shared link may show, the best first: the editor's choice, the card, the site's default."""
        self.site_settings = SiteSettings.for_page_request(request)
        yield chosen_picture(self.share_image, self.locale.language_code)
        yield self._card(part)
        yield chosen_picture(self.site_settings.share_image, self.locale.language_code)

    def _card(self, part: str) -> CardAddress | None:
        """Its card; that of its English or else its Vietnamese version where cards lack its language's letters."""
        language = self.locale.language_code
        versions: dict[str, Page] = {language: self} if language in ON_CARDS else live_translations(self)
        in_order = (versions.get(code) for code in reading_order(language) if code in ON_CARDS)
        version = next(filter(None, in_order), None)
        if version is None:
            return None
        page = version.specific
        page.site_settings = self.site_settings
        with override(page.locale.language_code):
            content = page.card_content(part)
        return CardAddress.of(page.pk, content, part=part) if content is not None else None

    @cached_property
    def site_settings(self) -> SiteSettings:
        """The settings of the page's site; while a request is answered, those that it has loaded."""
        return SiteSettings.of_site(self.get_site())

    def card_content(self, part: str = "") -> CardContent | None:
        """What the page's share card says, or that of a `part` of it which has its own; None where there is none.

        Pages say more: their kind, their picture, their figures. What the public may not know never gets here.
        """
        return self.text_card() if not part else None

    def text_card(self, title: str = "", **more: Any) -> CardContent:
        """A card of words alone: the page's title under the site's banner, or what is given instead."""
        said: dict[str, Any] = {"kicker": self.site_settings.wording.banner, **more}
        return CardContent(
            Kind.TEXT,
            title or self.title,
            language=self.locale.language_code,
            signature=signature_of(self.site_settings),
            **said,
        )

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        """The page itself, and its link on each network."""
        return [*super().preview_modes, *((network.key, network.name) for network in NETWORKS)]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The page, or what its link will look like."""
        return shared_preview(self, request, mode_name) or super().serve_preview(request, mode_name)

    @classmethod
    def card_relations(cls) -> list[Any]:
        """What the page's card and teaser read from other tables, for `prefetch_related_objects`."""
        return [*cls.card_joins]

    @property
    def card_pictures(self) -> list[Any]:
        """The pictures on the page's card, some perhaps None."""
        return []

    @property
    def teaser(self) -> Teaser:
        """The page in a list of mixed pages; subclasses say their kind, date and picture."""
        kind = str(self._meta.verbose_name)
        return Teaser(
            kind=kind[:1].upper() + kind[1:],
            title=self.title,
            url=self.url or "",
            description=self.head_description,
            language=self.locale.language_code,
        )

    @property
    def findable(self) -> Findable:
        """What the public search knows of the page; subclasses add their texts and properties."""
        return Findable(title=self.title, lead=self.head_description)

    @classmethod
    def findable_relations(cls) -> list[Any]:
        """What `findable` reads from other tables, for `prefetch_related_objects`."""
        return []

    @property
    def head_description(self) -> str:
        """The description for search engines and shared links; subclasses fall back to their lead."""
        return self.search_description

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["head"] = SimpleLazyObject(lambda: self.head(request))  # when its pictures have been loaded
        context["navigation"] = Navigation.for_page(self, request)
        context["languages"] = language_links(self, request, query=kept_query(request, self.filter_parameters))
        return context

    def part_of(self, *route: Any) -> str | None:
        """The part of the page that its own `route` leads to; empty for the page itself, None where nothing is."""
        return ""

    def path_of(self, part: str) -> str:
        """What follows the page's address in that of its `part` (see `short_links.short_path`); empty for none."""
        return ""

    def name_of(self, part: str) -> str:
        """What people call its `part`."""
        return part

    def embed(self, request: HttpRequest, *route: Any) -> Embed | None:
        """What other sites may show of the page, or of the part that its own `route` leads to; None: nothing."""
        if not self.embeddable:
            return None
        frame = Frame(f"{site_root_url(request)}{reverse('page_frame', args=[self.pk])}", 240, 400)
        return self.embed_with(self.own_head(request), frame)

    def embed_with(self, head: Head, frame: Frame) -> Embed:
        """The same of what has `head`, shown by `frame`."""
        return Embed(head.title, head.canonical, head.description, frame, head.image, head.author)

    @classmethod
    def parts_in_sitemap(cls) -> "dict[int, list[Part]]":
        """What has an address of its own below the pages of this type, by the page's key."""
        return {}

    @classmethod
    def undated_in_sitemap(cls) -> Iterable[int]:
        """The keys of those pages of this type which nothing may date."""
        return ()

    @property
    def is_open(self) -> bool:
        """Whether everybody may read it; one query where its address has not told it already."""
        return self.surroundings.is_open if self.surroundings is not None else not self.get_view_restrictions()

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        """What closes it, by Wagtail's rule; without a query where its address has told that nothing does."""
        if self.surroundings is not None and self.surroundings.is_open:
            return PageViewRestriction.objects.none()
        return restrictions_on(Value(self.path))

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Serve with the site's cache policy: readers get a fresh page, a shared cache shields the server."""
        return self.with_cache_policy(request, super().serve(request, *args, **kwargs))

    def with_cache_policy(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Let shared caches keep a page that everybody may see; never a preview, never one behind a restriction."""
        shared = response.status_code == 200 and not getattr(request, "is_preview", False)
        if shared and self.is_open:
            public_cache(response, self.max_age)
        return response


class IndexPage(BasePage):
    """The one page of its language under which all pages of a type stand; it lists them."""

    max_count_per_parent: ClassVar = 1
    lists_below: ClassVar = True

    lead = models.CharField(_("lead"), max_length=300, blank=True)

    content_panels: ClassVar = [*BasePage.content_panels, FieldPanel("lead")]
    search_fields: ClassVar = [*BasePage.search_fields, index.SearchField("lead", boost=2)]

    class Meta:
        abstract = True

    @property
    def head_description(self) -> str:
        return self.search_description or self.lead

    def head_of_list(self, request: HttpRequest, number: int, links: Iterable[tuple[str, str]]) -> Head:
        """The head of page `number` of the list, on which stand `links` (titles and addresses).

        A filtered list is the whole list to search engines, so what stands on it is not told.
        """
        filtered = bool(kept_query(request, self.filter_parameters))
        head = part_of_list(self.own_head(request), 1 if filtered else number)
        about = () if filtered else [structured.listing(links, head, site_root_url(request))]
        return self.completed(request, head, about)


def public_cache(response: HttpResponse, seconds: int) -> HttpResponse:
    """Let shared caches keep `response` for `seconds`, and serve it stale while they renew it or while we are down."""
    if not response.has_header("Cache-Control"):
        patch_cache_control(
            response, public=True, max_age=0, s_maxage=seconds, stale_while_revalidate=60, stale_if_error=86400
        )
    return response
