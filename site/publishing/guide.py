"""The editors' guide (docs/editors.md) inside the admin, with its pictures."""

import re
from itertools import pairwise
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from markdown_it import MarkdownIt
from wagtail.admin.views.generic import WagtailAdminTemplateMixin


def render(text: str) -> SafeString:
    """HTML of our own Markdown; headings carry the names by which the text's own links lead to them.

    Any HTML in the text is shown as text.
    """
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(text)
    for opening, words in pairwise(tokens):
        if opening.type == "heading_open":
            name = re.sub(r"[^\w\s-]", "", words.content.lower()).strip()
            opening.attrSet("id", re.sub(r"\s", "-", name))
    return SafeString(markdown.renderer.render(tokens, markdown.options, {}))


class GuideView(WagtailAdminTemplateMixin, TemplateView):
    """The guide as a screen of the admin."""

    template_name = "publishing/admin/guide.html"
    page_title = _("Editors' guide")
    header_icon = "help"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The guide without its title, which the screen has already."""
        text = settings.EDITORS_GUIDE.read_text(encoding="utf-8")
        text = re.sub(r"\A# .*\n", "", text)
        return super().get_context_data(guide=render(text), **kwargs)


def picture(request: HttpRequest, name: str) -> HttpResponse:
    """A picture of the guide."""
    path = settings.EDITORS_GUIDE.parent / "screenshots" / f"{name}.webp"
    if not path.is_file():
        raise Http404
    return HttpResponse(path.read_bytes(), content_type="image/webp")
