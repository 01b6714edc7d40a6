"""What a table would change, row by row; carried out as a whole or not at all."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from campaigns import steps
from campaigns.confirmation import changes_by_half
from campaigns.desk.forms import LARGEST
from campaigns.desk.targets.matching import NoUnit, Units
from campaigns.desk.targets.sheets import Row
from campaigns.models import Campaign, Target, Unit
from vietnamese.folding import fold
from vietnamese.numbers import whole_number

KINDS = {
    "": Target.Kind.ASSIGNED,
    "giao": Target.Kind.ASSIGNED,
    "assigned": Target.Kind.ASSIGNED,
    "tu dang ky": Target.Kind.SELF_SET,
    "self-set": Target.Kind.SELF_SET,
}
"""How a table names the kind of a target, folded; a table without this column assigns."""


class PlanChanged(Exception):
    """Targets or units have changed since the plan was shown."""


@dataclass(frozen=True)
class Change:
    """One row that would write: a new target (`old` is None), or another amount, source or mark of example."""

    number: int
    unit: Unit
    target: Target
    old: int | None
    old_source: str = ""
    was_example: bool = False

    @property
    def is_large(self) -> bool:
        """By more than half: in Excel 300.000 easily becomes 300."""
        return self.old is not None and changes_by_half(self.old, self.target.amount)

    @property
    def says(self) -> list[Any]:
        """What an editor agrees to, for comparing two plans."""
        target = self.target
        return [self.unit.pk, target.kind, self.old, target.amount, self.old_source, target.source, self.was_example]


@dataclass
class Plan:
    """All that a table would do to a campaign's targets."""

    new: list[Change] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    unchanged: int = 0
    skipped: int = 0
    errors: list[tuple[int, str]] = field(default_factory=list)
    untouched: int = 0

    @property
    def changes(self) -> list[Change]:
        """Every row that would write."""
        return self.new + self.changed

    @property
    def has_large(self) -> bool:
        """Whether somebody should look twice."""
        return any(change.is_large for change in self.changed)

    @property
    def says(self) -> list[list[Any]]:
        """What an editor agrees to."""
        return [change.says for change in self.changes]


def make_plan(campaign: Campaign, rows: Iterable[Row], source: str) -> Plan:
    """Compare `rows` with the campaign's targets; `source` stands where a row gives none. Two queries."""
    plan, units = Plan(), Units()
    known = {(target.unit_id, target.kind): target for target in campaign.targets.all()}
    seen: dict[tuple[int, str], int] = {}
    for row in rows:
        if not row.cells.get("amount"):
            plan.skipped += 1
            continue
        try:
            wanted = _wanted(campaign, row, units, source)
            first = seen.setdefault((wanted.unit_id, wanted.kind), row.number)
            if first != row.number:
                raise ValueError(_("The same unit and kind stand in row %(row)s already.") % {"row": first})
        except (NoUnit, ValueError) as error:
            plan.errors.append((row.number, str(error)))
            continue
        _compare(plan, row.number, wanted, known.get((wanted.unit_id, wanted.kind)))
    plan.untouched = len(known.keys() - seen.keys())
    return plan


def carry_out(campaign: Campaign, rows: Iterable[Row], source: str, agreed: list[Any], name: str, user: Any) -> Plan:
    """Write every change of the plan that was `agreed` to; raises PlanChanged where it would now be another one."""
    with transaction.atomic():
        Campaign.objects.select_for_update().get(pk=campaign.pk)  # two imports go one after the other
        plan = make_plan(campaign, rows, source)
        if plan.errors or plan.says != agreed:
            raise PlanChanged
        for change in plan.changes:
            change.target.save()
            if change.old is None:
                log(change.target, "wagtail.create", user=user)
        if plan.changes:
            data = {"file": name, "new": len(plan.new), "changed": len(plan.changed)}
            log(campaign, steps.TARGETS, user=user, data=data)
    return plan


def _wanted(campaign: Campaign, row: Row, units: Units, source: str) -> Target:
    """The target that the row asks for, valid but for its being unique; raises NoUnit or ValueError with the reason."""
    if row.too_long:
        raise ValueError(_("The row has a cell longer than 300 letters."))
    if row.formulas:
        raise ValueError(_("The row holds a formula. Paste the values instead."))
    typed = row.cells["amount"]
    try:
        amount = whole_number(typed)
    except ValueError as error:
        message = _("“%(typed)s” is not a whole number. Write for example 300000 or 300.000.")
        raise ValueError(message % {"typed": typed}) from error
    if amount > LARGEST:
        raise ValueError(_("“%(typed)s” is too large for a target.") % {"typed": typed})
    kind = KINDS.get(fold(row.cells.get("kind", "")).strip())
    if kind is None:
        raise ValueError(_("The kind “%(kind)s” is neither “giao” nor “tự đăng ký”.") % {"kind": row.cells["kind"]})
    unit = units.find(row.cells.get("code", ""), row.cells.get("name", ""))
    said = row.cells.get("source", "") or source
    target = Target(campaign=campaign, unit=unit, kind=kind, amount=amount, source=said)
    try:
        target.clean_fields(exclude=["campaign", "unit"])
    except ValidationError as error:
        raise ValueError("; ".join(_labelled(error))) from error
    return target


def _labelled(error: ValidationError) -> Iterator[str]:
    """Each message behind its field's name."""
    for name, said in error.message_dict.items():
        field: Any = Target._meta.get_field(name)
        yield f"{capfirst(field.verbose_name)}: {' '.join(said)}"


def _compare(plan: Plan, number: int, wanted: Target, there: Target | None) -> None:
    if there is None:
        plan.new.append(Change(number, wanted.unit, wanted, None))
        return
    change = Change(number, wanted.unit, there, there.amount, there.source, there.is_example)
    if (there.amount, there.source) == (wanted.amount, wanted.source):  # an example that nobody has confirmed stays one
        plan.unchanged += 1
        return
    there.amount, there.source, there.is_example = wanted.amount, wanted.source, False
    plan.changed.append(change)
