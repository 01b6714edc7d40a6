"""The form of a consent: a minute's work on a phone, in its own screen and in the chooser of a page's person."""

from typing import Any, ClassVar, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.widgets import AdminDateInput

from publishing.consent.carrying_out import begin
from publishing.consent.panels import EndsPanel
from publishing.consent.permissions import may_see_papers
from publishing.consent.uses import Use
from publishing.file_contents import is_what_it_is_called
from publishing.models.consent import EVIDENCE_KINDS, Consent
from publishing.models.settings import languages
from publishing.models.withdrawals import Withdrawal

LARGEST: Final = 10 * 1024 * 1024
"""Bytes of a paper."""
DECISIVE: Final = {"uses", "languages", "given_on", "expires_on"}
"""What changes the answer of `may_use`."""


class ConsentForm(WagtailAdminModelForm):
    """Its private fields are there for those who may read them."""

    uses = forms.MultipleChoiceField(
        label=_("What the person agreed to, one by one"),
        choices=Use.choices,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "consent-uses"}),
        error_messages={"required": _("Tick at least one thing that the person agreed to.")},
    )
    languages = forms.MultipleChoiceField(
        label=_("language versions"),
        choices=languages,
        widget=forms.CheckboxSelectMultiple,
        initial=["vi"],
        help_text=_("Pages of another language leave the person out."),
    )

    class Meta:
        model = Consent
        fields: ClassVar = [
            "name", "birth_year", "workplace", "uses", "languages", "given_on", "expires_on", "evidence",
            "evidence_note", "contact",
        ]  # fmt: skip
        widgets: ClassVar = {
            "evidence": forms.FileInput(attrs={"accept": ",".join(f".{kind}" for kind in EVIDENCE_KINDS)}),
            "given_on": AdminDateInput,
            "expires_on": AdminDateInput,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = self.instance.pk is not None
        self.initial["uses"] = [use.value for use in Use if getattr(self.instance, f"for_{use}")]
        if known and (self.for_user is None or not may_see_papers(self.for_user, self.instance)):
            for name in ("contact", "evidence", "evidence_note"):
                self.fields.pop(name, None)

    def clean_evidence(self) -> Any:
        """Refuse a paper that is too large or not what its name says, with the way out."""
        file = self.cleaned_data["evidence"]
        if not isinstance(file, UploadedFile):  # the stored one, or none
            return file
        if (file.size or 0) > LARGEST:
            raise ValidationError(_("This file is larger than 10 MB. Take the photo again smaller, and upload that."))
        if not is_what_it_is_called(file.name or "", file) or not _opens(file):
            message = _("This file is damaged or no %(kinds)s. Photograph the paper again, and upload the photo.")
            raise ValidationError(message, params={"kinds": ", ".join(EVIDENCE_KINDS).upper()})
        return file

    def clean(self) -> dict[str, Any]:
        """Tick the record's purposes, which the model looks at."""
        cleaned: dict[str, Any] = super().clean()
        for use in Use:
            setattr(self.instance, f"for_{use}", use.value in cleaned.get("uses", ()))
        return cleaned

    def save(self, commit: bool = True) -> Consent:
        """Save; where the answer of any use changes, what is made of it follows."""
        before = Consent.objects.filter(pk=self.instance.pk).first() if self.instance.pk else None
        if before is None:
            self.instance.recorded_by = self.for_user
        saved: Consent = super().save(commit)
        if before is not None and DECISIVE.intersection(self.changed_data):
            lost = set(before.given) - set(saved.given)
            begin(saved, Withdrawal.Cause.CHANGED, lost, recorded_by=self.for_user)
        return saved


def _opens(file: "UploadedFile[bytes]") -> bool:
    if (file.name or "").lower().endswith(".pdf"):
        return True
    try:
        Image.open(file).verify()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        return False
    finally:
        file.seek(0)
    return True


def form_of_a_record() -> ObjectList:
    """The panels of its own screen."""
    who = MultiFieldPanel(
        [FieldRowPanel([FieldPanel("name"), FieldPanel("birth_year")]), FieldPanel("workplace"), FieldPanel("contact")],
        heading=_("Who"),
    )
    what = MultiFieldPanel([FieldPanel("uses"), FieldPanel("languages")], heading=_("Consented to"))
    when = MultiFieldPanel(
        [FieldRowPanel([FieldPanel("given_on"), FieldPanel("expires_on")])], heading=_("For how long")
    )
    paper = MultiFieldPanel([FieldPanel("evidence"), FieldPanel("evidence_note")], heading=_("Evidence"))
    return ObjectList([EndsPanel(), who, what, when, paper], base_form_class=ConsentForm)
