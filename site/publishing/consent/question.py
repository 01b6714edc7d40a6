"""The question itself, pure: it reads what was loaded, and the day. docs/decisions tells the rules."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol, TypeVar

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _

from publishing.consent.uses import People, Rights, Use


class Record(Protocol):
    """What the question reads of a `Consent`."""

    pk: Any

    def refuses(self, use: Use, language: str, on: date) -> str:
        """Why it does not allow `use`, in words; empty where it does."""


class Subject(Protocol):
    """A picture or a person."""

    @property
    def shows_people(self) -> People:
        """Whether people can be recognised."""

    @property
    def rights(self) -> str:
        """Whether others may use it, as `Rights`."""

    @property
    def records(self) -> Sequence[Record]:
        """The consents it is linked to, in memory."""

    @property
    def stands_on(self) -> frozenset[Use]:
        """What must be allowed beside the use that is asked for: a person's name where a card shows it."""


@dataclass(frozen=True)
class Verdict:
    """The answer. `reason`: a sentence for editors, empty where it is allowed; `record`: the one that refuses."""

    allowed: bool
    reason: str = ""
    record: Record | None = None

    def __bool__(self) -> bool:
        return self.allowed


YES = Verdict(True)
AnySubject = TypeVar("AnySubject", bound=Subject)


def may_use(subject: Subject, use: Use, language: str, on: date | None = None) -> Verdict:
    """Whether `subject` may be used for `use` in a page of `language` on the local day `on` (today).

    Every linked record must allow it. Where none is linked, pages show it, and cards, posters and kits do not.
    """
    if use is Use.KIT and not Rights(subject.rights).reach_others:
        return Verdict(False, _("Nobody has stated that others may use this picture."))
    if subject.shows_people == People.NO:
        return YES
    day = on or timezone.localdate()
    records = subject.records
    for record in records:
        for asked in (use, *sorted(subject.stands_on - {use})) if use.leaves_the_page else (use,):
            if reason := record.refuses(asked, language, day):
                return Verdict(False, reason, record)
    if records or not use.leaves_the_page:
        return YES
    if subject.shows_people == People.UNSTATED:
        return Verdict(False, _("It is not stated whether this picture shows people who can be recognised."))
    return Verdict(False, _("No consent is recorded."))


def allowed(subjects: Iterable[AnySubject], use: Use, language: str, on: date | None = None) -> list[AnySubject]:
    """Those of `subjects` that may be used."""
    return [subject for subject in subjects if may_use(subject, use, language, on)]


def with_records(pictures: Iterable[Any]) -> None:
    """Load the consents of all `pictures` together: one query, and none where no picture shows people."""
    shown = [picture for picture in pictures if picture is not None and picture.shows_people == People.YES]
    if shown:
        prefetch_related_objects(shown, Prefetch("consents"))
