"""The address of an initiative whose publicity is restricted: it must not tell what the page keeps back.

The slug was made of a title that may have named the trade secret, and search engines and archives know it. So the
editor is offered a slug that says nothing, and no old address leads on to a restricted page: it is not found.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.redirects.models import Redirect

from publishing.page_forms import EditorialPageForm

if TYPE_CHECKING:
    from stories.models import InitiativePage

NEUTRAL: Final = re.compile(r"sang-kien-[0-9a-f]{8}")


def neutral_slug(page: InitiativePage) -> str:
    """A slug that tells nothing, the same in every language and whenever it is asked for."""
    return f"sang-kien-{page.translation_key.hex[:8]}"


def is_neutral(slug: str) -> bool:
    """Whether `slug` was made by `neutral_slug`."""
    return NEUTRAL.fullmatch(slug) is not None


def forget_old_addresses(page: InitiativePage) -> None:
    """Let no address that `page` once had lead to it; what an editor made by hand is the editor's."""
    Redirect.objects.filter(automatically_created=True, redirect_page_id=page.pk).delete()


class InitiativePageForm(EditorialPageForm):
    """Offers the neutral slug where publicity is restricted."""

    neutral_address = forms.BooleanField(label=gettext_lazy("Give the page a neutral address"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer = self.fields.get("neutral_address")
        if offer is None:
            return
        slug = self.instance.slug
        if is_neutral(slug) and not self.is_bound:  # a form on screen may still hold the slug from before an autosave
            del self.fields["neutral_address"]
            return
        self.initial["neutral_address"] = not self.instance.restricted  # else it was declined before
        offer.help_text = format_html(
            _(
                "The present address ({present}) may tell what is kept back. With this mark the page is published, in "
                "every language, at {neutral}; old addresses are then not found and lead nowhere."
            ),
            present=format_html("<b>{}</b>", slug or _("made of the title")),
            neutral=format_html("<b>{}</b>", neutral_slug(self.instance)),
        )

    def clean(self) -> dict[str, Any]:
        chosen = self.cleaned_data.get("restricted") and self.cleaned_data.get("neutral_address")
        if chosen and "slug" in self.cleaned_data:
            self.cleaned_data["slug"] = neutral_slug(self.instance)
        cleaned: dict[str, Any] = super().clean()
        return cleaned


def restriction_panel() -> MultiFieldPanel:
    """The mark of restricted publicity; the offer stands below it as long as it is set."""
    return MultiFieldPanel(
        [
            FieldPanel("restricted"),
            FieldPanel(
                "neutral_address",
                attrs={"data-w-rules-target": "show", "data-w-rules": '{"restricted": "on"}'},
            ),
        ],
        heading=gettext_lazy("Publicity"),
        attrs={"data-controller": "w-rules", "data-action": "change->w-rules#resolve"},
    )
