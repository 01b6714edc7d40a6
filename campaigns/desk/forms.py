"""What editors type at the desk."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.models import Closing
from campaigns.values import LOCAL
from vietnamese.charsets import passages
from vietnamese.text import nfc

LARGEST = 2**31 - 1


class VietnameseText(forms.CharField):
    """One line in Unicode, composed; an old charset is refused."""

    def clean(self, value: Any) -> str:
        text = nfc(super().clean(value))
        if any(passages(text)):
            raise ValidationError(_("This text is in an old charset. Type it again with a Unicode keyboard."))
        return text


class DecisionForm(forms.Form):
    """A word on held figures, and which figures were shown."""

    decision = forms.ChoiceField(choices=[("release", ""), ("reject", ""), ("reopen", "")])
    reason = forms.CharField(max_length=12, widget=forms.HiddenInput, required=False)
    count = forms.IntegerField(min_value=0, max_value=LARGEST, widget=forms.HiddenInput, required=False)
    words = forms.CharField(widget=forms.HiddenInput, required=False)
    is_backfill = forms.BooleanField(
        label=_("Entered belatedly: do not count this rise for pace and forecast"), required=False
    )
    note = VietnameseText(
        label=_("Note"),
        max_length=300,
        required=False,
        help_text=_("Why, for those who read the history later."),
        widget=forms.TextInput(attrs={"size": 60}),
    )


class ClosingForm(forms.ModelForm[Closing]):
    """Who signs which figures. `epoch` and `seq` name the snapshot that was shown."""

    epoch = forms.IntegerField(min_value=0, max_value=LARGEST, widget=forms.HiddenInput)
    seq = forms.IntegerField(min_value=0, max_value=LARGEST, widget=forms.HiddenInput)
    signed_by = VietnameseText(
        label=Closing._meta.get_field("signed_by").verbose_name, max_length=160, help_text=_("Name and office.")
    )
    signed_on = forms.DateField(
        label=Closing._meta.get_field("signed_on").verbose_name,
        help_text=_("Day/month/year, for example 31/5/2022."),
        widget=forms.DateInput(attrs={"autocomplete": "off"}),
        error_messages={"invalid": _("There is no such date. Write day/month/year, for example 31/5/2022.")},
    )
    document = VietnameseText(
        label=Closing._meta.get_field("document").verbose_name,
        max_length=160,
        required=False,
        help_text=_("Number of the report."),
    )
    sure = forms.BooleanField(label=_("I have checked these figures and know that closing cannot be undone"))

    class Meta:
        model = Closing
        fields = ["signed_by", "signed_on", "document"]

    def clean_signed_on(self) -> Any:
        """Nobody has signed tomorrow."""
        day = self.cleaned_data["signed_on"]
        if day > timezone.now().astimezone(LOCAL).date():
            raise ValidationError(_("This day is still to come."))
        return day
