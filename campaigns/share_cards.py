"""The share cards of a campaign: its number or a unit's, with goal, time and state."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from campaigns.embeds import words
from campaigns.models import CampaignPage, Target, Unit
from campaigns.values import Counter, State
from publishing.share_cards import signature_of
from sharing.cards.content import CardContent, Figures, Kind
from vietnamese import formats


def number_card(page: CampaignPage, part: str = "") -> CardContent | None:
    """What the card of `page` says, or that of a unit (`unit-79`); None for a part that is none."""
    unit = _unit(part) if part else None
    if part and unit is None:
        return None
    title = f"{unit.name} – {page.title}" if unit is not None else page.title
    counter = page.figures.unit(unit.code, unit.name) if unit is not None else page.figures.headline
    figures = figures_of(counter)
    if figures is None:
        return page.text_card(title)
    signature = signature_of(page.site_settings)
    return CardContent(Kind.NUMBER, title, language=page.locale.language_code, figures=figures, signature=signature)


def figures_of(counter: Counter) -> Figures | None:
    """The number with everything that must stand beside it; None where there is no number yet."""
    if counter.value is None or counter.as_of is None:
        return None
    percent = counter.percent
    return Figures(
        value=words.number(counter.value),
        label=goal(counter) if counter.target else words.what(counter),
        as_of=words.as_of(counter),
        state=state(counter),
        moment=counter.as_of,
        percent=formats.percent(percent, language=get_language() or "vi") if percent is not None else "",
        share=percent,
    )


def goal(counter: Counter) -> str:
    """What the share beside it is of: “mục tiêu 300.000 sáng kiến”."""
    values = {"target": words.number(counter.target)}
    if not counter.unit_code:
        return _("of the goal of %(target)s initiatives") % values
    if counter.target_kind == Target.Kind.SELF_SET:
        return _("of the self-set target of %(target)s initiatives") % values
    return _("of the assigned target of %(target)s initiatives") % values


def state(counter: Counter) -> str:
    """How far the number can be trusted. A picture stays as it is: it cannot say “live” or how many minutes late."""
    if counter.state in (State.HELD, State.FINAL):
        return words.state(counter)
    return _("More figures are coming in")


def _unit(part: str) -> Unit | None:
    kind, _dash, key = part.partition("-")
    return Unit.objects.first_level().filter(pk=key).first() if kind == "unit" and key.isdecimal() else None
