"""Choosing the people in a picture: a chooser for each, and some empty ones."""

from typing import Any, Final

from django import forms
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from publishing.models.consent import Consent

SPARE: Final = 3


class PeopleInput(forms.Widget):
    """Several choosers of consents, named `<name>-0`, `<name>-1`…; those left empty count for nothing."""

    @property
    def chooser(self) -> Any:
        """Wagtail's chooser of one record, once all of the admin is loaded."""
        viewset: Any = Consent.snippet_viewset  # set where the model is registered
        return viewset.chooser_viewset.widget_class()

    @property
    def media(self) -> forms.Media:
        return self.chooser.media

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        keys = [*(value or []), *[None] * SPARE]
        own_id = (attrs or {}).get("id", f"id_{name}")
        chooser = self.chooser
        fields = (
            (chooser.render(f"{name}-{number}", key, {"id": f"{own_id}-{number}"}),) for number, key in enumerate(keys)
        )
        return format_html_join("", '<div class="people-input">{}</div>', fields)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        found: list[str] = []
        while (key := f"{name}-{len(found)}") in data:
            found.append(data[key])
        return list(dict.fromkeys(value for value in found if value))

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return f"{name}-0" not in data

    def id_for_label(self, id_: str, index: str = "0") -> str:
        return f"{id_}-{index}"
