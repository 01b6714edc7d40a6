"""The editors' screen of a page's share kit: what there is to take along, and what to write beside it."""

import io
from dataclasses import dataclass
from typing import Any, Final, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.models import Page

from sharing.cards.made import drawn
from sharing.head import site_root_url
from sharing.kit import zipping
from stories.kit.building import kit_of
from stories.kit.cards import FILES, card_of
from stories.kit.permitted import KIT, POSTER, Permitted
from stories.kit.serving import KIT_FILE, open_page
from stories.kit.sheets import KINDS, poster_of, thanks_of
from stories.kit.telling import AnyStory, Telling, file_slug
from stories.kit.told import told_by
from stories.kit.words import words_of
from stories.kit.writing import Field, save_captions
from stories.models import InitiativePage, StoryPage

TYPES: Final = {"pdf": "application/pdf", "zip": "application/zip", "jpg": "image/jpeg"}


@dataclass(frozen=True)
class Download:
    """A file on the screen; `public` is its address for everybody, empty where there is none."""

    label: str
    address: str
    public: str = ""


class OfPage:
    """A view of one story or initiative, its draft included, for those who may edit it."""

    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def page(self) -> AnyStory:
        """The newest state of the page, published or not."""
        stored = get_object_or_404(Page, pk=self.kwargs["key"]).specific
        if not isinstance(stored, (StoryPage, InitiativePage)):
            raise Http404("this type of page has no share kit")
        if not stored.permissions_for_user(self.request.user).can_edit():
            raise PermissionDenied
        return cast("AnyStory", stored.get_latest_revision_as_object())

    def telling(self, *, for_kit: bool) -> Telling:
        """What the page tells, on paper or in its kit; in the page's language."""
        return told_by(self.page, Permitted(self.page.locale.language_code, KIT if for_kit else POSTER))


class KitView(OfPage, WagtailAdminTemplateMixin, TemplateView):
    """The screen."""

    template_name = "kit/screen.html"
    header_icon = "download"
    fields: list[Field] | None = None

    def get_page_title(self) -> str:
        return _("Share kit")

    def get_page_subtitle(self) -> str:
        return str(self.page.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        edit = reverse("wagtailadmin_pages:edit", args=[self.page.pk])
        pages = {"url": reverse("wagtailadmin_explore_root"), "label": _("Pages")}
        return [pages, {"url": edit, "label": self.get_page_subtitle()}, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = self.page
        is_public = open_page(page.pk) is not None
        reasons: list[str] = []
        with translation.override(page.locale.language_code):
            telling = self.telling(for_kit=True)
            thanks = list(thanks_of(self.telling(for_kit=False)))
            words = words_of(telling)
        for for_kit in (False, True):  # why something is left out is said in the editor's language
            reasons += [reason for reason in self.telling(for_kit=for_kit).left_out if reason not in reasons]
        return super().get_context_data(
            page=page,
            is_public=is_public,
            left_out=reasons,
            posters=[self._download(kind.label, file, is_public) for file, kind in KINDS.items()],
            thanks=[self._download(card.content.person.name, card.file, False) for card in thanks],
            cards=[self._download(f"{size.pixels[0]} × {size.pixels[1]}", file, False) for file, size in FILES.items()],
            kit=self._download(_("The whole kit (.zip)"), KIT_FILE, is_public),
            fields=self.fields or [Field.of(each) for each in words],
            **kwargs,
        )

    def _download(self, label: Any, name: str, is_public: bool) -> Download:
        root = site_root_url(self.request)
        public = root + reverse("kit:newest", args=[self.page.pk, name]) if is_public else ""
        return Download(str(label), reverse("share_kit_file", args=[self.page.pk, name]), public)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep the captions, or put one back to its draft."""
        with translation.override(self.page.locale.language_code):
            words = words_of(self.telling(for_kit=True))
        self.fields = save_captions(self.page, words, request.POST, request.user)
        if any(field.error for field in self.fields):
            messages.error(request, _("Not everything could be kept. See the captions that are marked."))
            return self.render_to_response(self.get_context_data())
        messages.success(request, _("The captions are kept; the share kit takes them from now on."))
        return redirect(request.path)


class KitFileView(OfPage, View):
    """A file of the page as it stands in the editor, drafts included; it is kept nowhere."""

    def get(self, request: HttpRequest, key: int, name: str) -> HttpResponse:
        """Made now, for this editor alone."""
        page = self.page
        with translation.override(page.locale.language_code):
            data = self._made(name)
        if data is None:
            raise Http404("this page has no such file")
        kind = name.rpartition(".")[2]
        response = HttpResponse(data, content_type=TYPES[kind])
        stem = name.rpartition(".")[0]
        shown = "attachment" if kind == "zip" else "inline"
        response.headers["Content-Disposition"] = f'{shown}; filename="{stem}-{file_slug(page)}.{kind}"'
        response.headers["Cache-Control"] = "private, no-store"
        return response

    def _made(self, name: str) -> bytes | None:
        if name == KIT_FILE:
            out = io.BytesIO()
            zipping.write(kit_of(self.telling(for_kit=True)), out)
            return out.getvalue()
        if name in FILES:
            content = card_of(self.telling(for_kit=True))
            return drawn(content, FILES[name])[0] if content is not None else None
        telling = self.telling(for_kit=False)
        if name in KINDS:
            return KINDS[name].draw(poster_of(telling))
        card = next((card for card in thanks_of(telling) if card.file == name), None)
        return card.draw() if card is not None else None
