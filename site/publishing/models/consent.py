"""What a person agreed to, purpose by purpose, and what became of it."""

from datetime import date
from pathlib import PurePath
from typing import Any, ClassVar
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.validators import FileExtensionValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from publishing.audit import AuditedMixin
from publishing.consent.uses import Use
from publishing.models.settings import languages
from publishing.normalisation import NormalisedTextMixin
from publishing.private_files import PRIVATE
from vietnamese import formats

EVIDENCE_KINDS = ["pdf", "jpg", "jpeg", "png", "webp"]


def only_vietnamese() -> list[str]:
    """The languages of a new record: any further one is ticked on purpose."""
    return [settings.LANGUAGE_CODE]


def paper_name(record: "Consent", name: str) -> str:
    """Where a paper is kept: under a name that tells nothing of the person."""
    return f"consent/{timezone.localdate():%Y}/{uuid4().hex}{PurePath(name).suffix.lower()}"


class Consent(AuditedMixin, NormalisedTextMixin, index.Indexed, models.Model):
    """One person's consent. What is not ticked was not given; what was withdrawn stays ticked and is in `withdrawn`."""

    audit_in_confidence: ClassVar = ("contact", "evidence")

    name = models.CharField(_("name"), max_length=80)
    birth_year = models.PositiveSmallIntegerField(_("birth year"), null=True, blank=True)
    workplace = models.CharField(_("unit, workplace"), max_length=160, blank=True)
    contact = models.CharField(
        _("contact"),
        max_length=160,
        blank=True,
        help_text=_("Telephone or address, to ask again when it expires. Never published; few may read it."),
    )
    for_page = models.BooleanField(Use.PAGE.label, default=False)
    for_name = models.BooleanField(Use.NAME.label, default=False)
    for_quote = models.BooleanField(Use.QUOTE.label, default=False)
    for_video = models.BooleanField(Use.VIDEO.label, default=False)
    for_card = models.BooleanField(Use.CARD.label, default=False)
    for_poster = models.BooleanField(Use.POSTER.label, default=False)
    for_kit = models.BooleanField(Use.KIT.label, default=False)
    languages = models.JSONField(_("language versions"), default=only_vietnamese)
    given_on = models.DateField(_("given on"), default=timezone.localdate)
    expires_on = models.DateField(
        _("expires on"), null=True, blank=True, help_text=_("From this day on nothing is used. Empty: until withdrawn.")
    )
    evidence = models.FileField(
        _("signed paper or message"),
        storage=PRIVATE,
        upload_to=paper_name,
        blank=True,
        validators=[FileExtensionValidator(EVIDENCE_KINDS)],
        help_text=_("A photo or a scan: PDF, JPG, PNG or WebP, up to 10 MB. It is kept apart from the site’s files."),
    )
    evidence_note = models.CharField(
        _("or where the paper lies"), max_length=200, blank=True, help_text=_("“Office of the union, folder 3/2022”")
    )
    withdrawn = models.JSONField(default=list, editable=False)
    """The uses that were withdrawn."""
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    search_fields: ClassVar = [
        index.SearchField("name", boost=2),
        index.AutocompleteField("name"),
        index.SearchField("workplace"),
        index.AutocompleteField("workplace"),
    ]

    class Meta:
        verbose_name = _("consent record")
        verbose_name_plural = _("consent records")
        ordering = ("name", "pk")
        permissions = [
            ("see_consent_papers", "Can see contact and evidence of consents"),
            ("withdraw_consent", "Can withdraw consents"),
        ]

    def __str__(self) -> str:
        year = f" ({self.birth_year})" if self.birth_year else ""
        return f"{self.name}{year}" + (f", {self.workplace}" if self.workplace else "")

    @property
    def given(self) -> list[Use]:
        """What it allows, were it in force: ticked and not withdrawn."""
        return [use for use in Use if getattr(self, f"for_{use}") and use.value not in self.withdrawn]

    def refuses(self, use: Use, language: str, on: date) -> str:
        """Why it does not allow `use` on the local day `on`, in words; empty where it does."""
        words = {"name": self.name, "use": use.label}
        if use.value in self.withdrawn:
            return gettext("%(name)s has withdrawn the consent to: %(use)s.") % words
        if not getattr(self, f"for_{use}"):
            return gettext("%(name)s has not consented to: %(use)s.") % words
        if self.expires_on is not None and on >= self.expires_on:
            words["day"] = formats.date(self.expires_on)
            return gettext("The consent of %(name)s expired on %(day)s.") % words
        if on < self.given_on:
            words["day"] = formats.date(self.given_on)
            return gettext("The consent of %(name)s begins on %(day)s.") % words
        if language not in self.languages:
            words["language"] = str(dict(languages()).get(language, language))
            return gettext("The consent of %(name)s does not cover the language version: %(language)s.") % words
        return ""

    def is_expired(self, on: date | None = None) -> bool:
        """Whether its last day has passed."""
        return self.expires_on is not None and (on or timezone.localdate()) >= self.expires_on

    def clean(self) -> None:
        super().clean()
        errors: dict[str, Any] = {}
        if self.given_on and self.given_on > timezone.localdate():
            errors["given_on"] = _("This day is still to come. Write the day on which the person agreed.")
        if self.given_on and self.expires_on and self.expires_on <= self.given_on:
            errors["expires_on"] = _("It must expire after the day on which it was given.")
        if not any(getattr(self, f"for_{use}") for use in Use):
            errors[NON_FIELD_ERRORS] = _("Tick at least one thing that the person agreed to.")
        if errors:
            raise ValidationError(errors)


class PicturedPerson(models.Model):
    """A person in a picture."""

    image = models.ForeignKey("publishing.EditorialImage", on_delete=models.CASCADE, related_name="+")
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["image", "consent"], name="pictured_once")]

    def __str__(self) -> str:
        return f"{self.consent_id} / {self.image_id}"
