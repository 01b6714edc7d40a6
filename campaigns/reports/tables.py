"""The tables and the chart of a weekly report, in words of the active language."""

from collections.abc import Iterable

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from campaigns.models import Cluster, Target
from campaigns.reports.paper import Bar, Chart, Group, Row, Table
from campaigns.reports.weekly import Behind, ReportDay, UnitLine, WeeklyReport
from campaigns.values import Standing
from vietnamese import formats


def number(value: int | None) -> str:
    """141.846; None → —."""
    return formats.number(value, language=_language())


def signed(change: int | None) -> str:
    """+1.204; None → —."""
    return formats.number(change, sign=True, language=_language())


def measure(report: WeeklyReport) -> str:
    """What the units' numbers count."""
    periods = report.figures.periods
    first, last = formats.period(periods.units_from, periods.units_to, language=_language())
    return _("Initiatives added from %(first)s to %(last)s; the rank is that among all units.") % {
        "first": first,
        "last": last,
    }


def chart(report: WeeklyReport) -> Chart | None:
    """What each day brought; None where no day is known."""
    known = [day for day in report.days if day.count is not None]
    if not known:
        return None
    most = max(1, *(day.count or 0 for day in known))
    said = ", ".join(f"{_short(day)}: {number(day.count)}" for day in known)
    bars = tuple(
        Bar(_short(day), number(day.count), max(0, day.count or 0) / most, day.unfinished) for day in report.days
    )
    return Chart(bars, _("Initiatives that came in day by day: %(days)s.") % {"days": said})


def days(report: WeeklyReport) -> Table:
    """The same in figures, with the total at each day's end; remarks where only some days need them."""
    known = [day for day in report.days if day.total is not None]
    all_made_up = all(day.reconstructed for day in known)
    remarks = [", ".join(_remarks(day, all_made_up)) for day in known]
    rows = tuple(map(_day, known, remarks))
    head = (_("Day"), _("On the day"), _("At its end"))
    if not any(remarks):
        return Table(head, (False, True, True), (1, 1, 1), (Group("", rows),))
    marked = tuple(Row((*row.cells, remark), row.said) for row, remark in zip(rows, remarks, strict=True))
    return Table((*head, _("Remark")), (False, True, True, False), (2, 2, 2, 4), (Group("", marked),))


def leaders(report: WeeklyReport) -> Table:
    """The first units of each cluster."""
    groups = tuple(Group(_cluster(one.cluster), tuple(map(_standing, one.lines))) for one in report.clusters)
    return _standings(groups)


def growers(report: WeeklyReport) -> Table:
    """The units that added most in the week."""
    return _standings((Group("", tuple(map(_standing, report.growers))),))


def risers(report: WeeklyReport) -> Table:
    """The units that gained most places in the week."""
    head = (_("Unit"), _("Places gained"), _("Rank now"), _("Rank before"), _("Initiatives"))
    rows = []
    for line in report.risers:
        rank, places = line.standing.rank, line.climbed or 0
        values = {"unit": line.unit.short_name, "places": places, "rank": rank, "before": rank + places}
        said = _("%(unit)s: up %(places)s, from rank %(before)s to rank %(rank)s") % values
        cells = (line.unit.short_name, signed(places), str(rank), str(rank + places), number(line.standing.count))
        rows.append(Row(cells, said))
    return Table(head, (False, True, True, True, True), (4, 2, 2, 2, 2), (Group("", tuple(rows)),))


def behind(report: WeeklyReport) -> Table:
    """The units behind their targets, with what they must do."""
    head = (_("Unit"), _("Done"), pgettext("counter", "Target"), pgettext("weekly report", "Share"), _("Still to do"))
    rows = tuple(map(_late, report.behind))
    return Table(head, (False, True, True, True, False), (4, 2, 3, 2, 7), (Group("", rows),))


def still_to_do(one: Behind) -> str:
    """“còn thiếu 1.204, cần 76 mỗi ngày”."""
    counter = one.counter
    values = {"missing": number(counter.missing), "needed": number(counter.needed)}
    if counter.needed is None:
        return _("%(missing)s missing") % values
    return _("%(missing)s missing, %(needed)s a day needed") % values


def _standings(groups: tuple[Group, ...]) -> Table:
    head = (_("Unit"), _("Rank"), _("Initiatives"), pgettext("weekly report", "In the week"), _("Of the target"))
    return Table(head, (False, True, True, True, True), (8, 3, 4, 4, 5), groups)


def _standing(line: UnitLine) -> Row:
    standing = line.standing
    share = _share(standing)
    values = {
        "unit": line.unit.short_name,
        "count": number(standing.count),
        "gained": signed(line.gained),
        "rank": standing.rank,
        "share": share,
    }
    if line.gained is None:
        said = _("%(unit)s: %(count)s initiatives, rank %(rank)s") % values
    else:
        said = _("%(unit)s: %(count)s initiatives (%(gained)s in the week), rank %(rank)s") % values
    if standing.percent is not None:
        said = _("%(standing)s, %(share)s of its target") % {"standing": said, "share": share}
    return Row((line.unit.short_name, str(standing.rank), number(standing.count), signed(line.gained), share), said)


def _share(standing: Standing) -> str:
    """47,3%; of a made-up target marked as such; — without a target."""
    said = formats.percent(standing.percent, language=_language())
    if standing.percent is None or not standing.target_is_example:
        return said
    example = pgettext("target", "example")
    return f"{said} ({example})"


def _late(one: Behind) -> Row:
    counter, todo = one.counter, still_to_do(one)
    target = f"{number(counter.target)}{_marks(one)}"
    share = formats.percent(counter.percent, language=_language())
    said = _("%(unit)s: %(count)s of %(target)s; %(todo)s") % {
        "unit": counter.label,
        "count": number(counter.value),
        "target": target,
        "todo": todo,
    }
    return Row((counter.label, number(counter.value), target, share, todo), said)


def _marks(one: Behind) -> str:
    marks = []
    if one.counter.target_kind == Target.Kind.SELF_SET:
        marks.append(pgettext("target", "self-set"))
    if one.counter.target_is_example:
        marks.append(pgettext("target", "example"))
    return f" ({', '.join(marks)})" if marks else ""


def _day(day: ReportDay, remark: str) -> Row:
    values = {"day": _short(day), "count": number(day.count), "total": number(day.total)}
    said = _("%(day)s: %(count)s, at its end %(total)s") % values
    cells = (formats.date(day.day, language=_language()), number(day.count), number(day.total))
    return Row(cells, f"{said} ({remark})" if remark else said)


def _remarks(day: ReportDay, all_made_up: bool) -> Iterable[str]:
    """What is to be known of this day and not of all."""
    if day.unfinished:
        yield _("the day is not over")
    if day.reconstructed and not all_made_up:
        yield _("made up from days of registration")
    if day.belated:
        yield _("%(n)s entered belatedly") % {"n": number(day.belated)}


def _short(day: ReportDay) -> str:
    return formats.short_date(day.day, language=_language())


def _cluster(cluster: Cluster | None) -> str:
    if cluster is None:
        return _("Units in no cluster")
    return (cluster.name_en if _language() == "en" else "") or cluster.name


def _language() -> str:
    return get_language() or "vi"
