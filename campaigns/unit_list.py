"""Bringing the CMS's units, clusters and fields of work up to what a list says: the registration software's, or a file.

What the list says wins; what it leaves empty stays as editors typed it, and units that it lacks are left alone. So the
same list twice changes nothing, and nothing is ever deleted.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import slug_re
from django.db import models, transaction

from campaigns.models import Cluster, FieldOfWork, Unit
from vietnamese.slugs import slugify
from vietnamese.text import nfc

TEXTS = ("name", "short_name", "kind")
DATES = ("valid_from", "valid_to")


@dataclass(frozen=True)
class ListedUnit:
    """One row of a list, with the columns of the tracking contract's view `unit` that the CMS keeps."""

    code: str
    name: str
    short_name: str
    kind: str
    cluster_code: str = ""
    cluster_name: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    successor_code: str = ""


@dataclass
class Outcome:
    """What was changed, a line each, and what the list has nothing to say about."""

    lines: list[str] = field(default_factory=list)
    unchanged: int = 0
    unlisted: list[str] = field(default_factory=list)


class ListRefused(Exception):
    """The list cannot be taken over. The message has one line per fault; nothing was changed."""


@transaction.atomic
def take_over(rows: Sequence[ListedUnit]) -> Outcome:
    """Make and change clusters, then units, then their successors. Raises ListRefused."""
    if faults := list(_faults(rows)):
        raise ListRefused("\n".join(faults))
    outcome = Outcome()
    clusters = _clusters(rows, outcome)
    units = {unit.code: unit for unit in Unit.objects.select_related("cluster", "successor")}
    outcome.unlisted = sorted(units.keys() - {row.code for row in rows})
    for row in rows:
        if row.code not in units:
            units[row.code] = Unit(code=row.code, name=row.name, short_name=row.short_name, kind=row.kind)
            outcome.lines.append(f"+ unit {row.code}: {row.name}")
            _save(units[row.code])
    for row in rows:
        unit = units[row.code]
        wanted: dict[str, Any] = {name: nfc(getattr(row, name)) for name in TEXTS}
        wanted |= {name: value for name in DATES if (value := getattr(row, name))}
        if row.cluster_name:
            wanted["cluster"] = clusters[_cluster_code(row)]
        if row.successor_code:
            wanted["successor"] = units[row.successor_code]
        _change(unit, wanted, f"unit {row.code}", outcome)
    return outcome


@transaction.atomic
def take_over_fields(names: Mapping[str, str]) -> list[str]:
    """Make and change fields of work, by their codes; a line for each change. Raises ListRefused."""
    outcome = Outcome()
    fields = {field.code: field for field in FieldOfWork.objects.all()}
    for code, name in names.items():
        if code in fields:
            _change(fields[code], {"name": nfc(name)}, f"field {code}", outcome)
        else:
            outcome.lines.append(f"+ field {code}: {name}")
            _save(FieldOfWork(code=code, name=name))
    return outcome.lines


def _faults(rows: Sequence[ListedUnit]) -> Iterable[str]:
    known = {row.code for row in rows} | set(Unit.objects.values_list("code", flat=True))
    seen: set[str] = set()
    for row in rows:
        if row.code in seen:
            yield f"unit {row.code}: listed twice"
        seen.add(row.code)
        if row.successor_code and row.successor_code not in known:
            yield f"unit {row.code}: its successor {row.successor_code} is not in the list"


def _cluster_code(row: ListedUnit) -> str:
    """The list's own code where it can be one here, else a slug of it."""
    code = row.cluster_code or row.cluster_name
    return code if slug_re.match(code) else slugify(code, max_length=40)


def _clusters(rows: Sequence[ListedUnit], outcome: Outcome) -> dict[str, Cluster]:
    """Every cluster by its code; those that the list names are brought up to it."""
    clusters = {cluster.code: cluster for cluster in Cluster.objects.all()}
    for code, name in {_cluster_code(row): row.cluster_name for row in rows if row.cluster_name}.items():
        if code in clusters:
            _change(clusters[code], {"name": nfc(name)}, f"cluster {code}", outcome)
        else:
            clusters[code] = Cluster(code=code, name=name)
            outcome.lines.append(f"+ cluster {code}: {name}")
            _save(clusters[code])
    return clusters


def _change(instance: Unit | Cluster | FieldOfWork, wanted: dict[str, Any], label: str, outcome: Outcome) -> None:
    """Set what differs, and say so."""
    changed = {name: value for name, value in wanted.items() if getattr(instance, name) != value}
    if not changed:
        outcome.unchanged += isinstance(instance, Unit)
        return
    said = [f"{name} {_shown(getattr(instance, name))} → {_shown(value)}" for name, value in changed.items()]
    outcome.lines.append(f"~ {label}: {'; '.join(said)}")
    for name, value in changed.items():
        setattr(instance, name, value)
    _save(instance)


def _shown(value: object) -> str:
    return "—" if value in (None, "") else str(value)


def _save(instance: models.Model) -> None:
    try:
        instance.full_clean()
    except ValidationError as error:
        code = getattr(instance, "code", "")
        said = (f"{name}: {' '.join(messages)}" for name, messages in error.message_dict.items())
        raise ListRefused(f"{instance._meta.model_name} {code}: {'; '.join(said)}") from None
    instance.save()
