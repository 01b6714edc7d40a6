"""What editors' counters ask for beyond the numbers that every snapshot has, and what the snapshot answers.

A question is stored when a page with it is saved, as a draft too, and when what its days or its code come from changes;
never by a reader's request. The collector then answers it with each snapshot (`campaigns.counting`).
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.db.models.signals import post_save
from django.utils import timezone
from wagtail.fields import StreamField
from wagtail.models import Page, ReferenceIndex, get_page_models

from campaigns.counters import Figures
from campaigns.models import Campaign, Cluster, CounterQuestion, FieldOfWork, PeakPeriod, Target, Unit
from campaigns.models.snapshots import UnitCount
from campaigns.values import Counter

Measure, Scope = CounterQuestion.Measure, CounterQuestion.Scope


class Aim(NamedTuple):
    """What a number is measured by: a campaign's goal (its `kind` is empty), or one of a unit's two targets."""

    amount: int
    kind: str = ""
    is_example: bool = False


def answer(figures: Figures, question: CounterQuestion) -> int | None:
    """The number asked for; None while nobody counted it. What every snapshot has anyway is known without asking."""
    snapshot, periods = figures.snapshot, figures.periods
    if snapshot is None or question.key in snapshot.answers:
        return snapshot.answers[question.key] if snapshot else None
    days = (question.first, question.last)
    if question.scope == Scope.CAMPAIGN and days == (periods.count_from, periods.count_to):
        return snapshot.count if question.measure == Measure.REGISTERED else snapshot.statuses.get(question.measure)
    if question.scope == Scope.UNIT and days == (periods.units_from, periods.units_to):
        row: Any = _row(figures, question.scope_code) or {}
        return row.get("count" if question.measure == Measure.REGISTERED else question.measure)
    return None


def counter_of(figures: Figures, question: CounterQuestion, label: str, aim: Aim | None) -> Counter:
    """The answer with the time and state of the figures that it comes from. It has no pace and no even plan."""
    return replace(
        figures.headline,
        label=label,
        value=answer(figures, question),
        target=aim.amount if aim else None,
        target_kind=aim.kind if aim else "",
        target_is_example=aim.is_example if aim else False,
        plan=None,
        pace=None,
        begins_on=question.first,
        ends_on=question.last,
        question=question.key,
    )


def target_of(figures: Figures, code: str, kind: str) -> Aim | None:
    """The unit's assigned target, or the one that it set itself, as it was counted against; None without one."""
    shown = figures.standing(code)
    if shown is not None and shown.target and shown.target_kind == kind:
        return Aim(shown.target, kind, shown.target_is_example)
    row = _row(figures, code) if kind == Target.Kind.SELF_SET else None
    return Aim(row["self_set"], kind, row["self_set_is_example"]) if row and "self_set" in row else None


def _row(figures: Figures, code: str) -> UnitCount | None:
    rows = figures.snapshot.units if figures.snapshot else []
    return next((row for row in rows if row["code"] == code), None)


def ask(questions: Iterable[CounterQuestion]) -> None:
    """Store those that nobody has asked yet, and when the others were asked last; one query, none for none."""
    if wanted := list({(one.campaign_id, one.key): one for one in questions}.values()):
        CounterQuestion.objects.bulk_create(
            wanted, update_conflicts=True, unique_fields=["campaign", "key"], update_fields=["asked_at"]
        )


def forget_unasked() -> int:
    """Forget what no page asks any more, neither as readers see it nor as its newest draft; returns how many.

    Looks at every page, so it is for the night. What is asked meanwhile, or was asked in the last hour by somebody who
    has not finished yet, is kept. A page that comes back with an older text asks again when it is saved.
    """
    settled = timezone.now() - timedelta(hours=1)
    asked = {(question.campaign_id, question.key) for page in _versions() for question in questions_in(page)}
    stored = CounterQuestion.objects.filter(asked_at__lt=settled).values_list("pk", "campaign_id", "key")
    left = [pk for pk, *asked_for in stored if tuple(asked_for) not in asked]
    return CounterQuestion.objects.filter(pk__in=left, asked_at__lt=settled).delete()[0]


def _versions() -> Iterator[Page]:
    """Every page that may have a text, as readers see it, and its newest draft where that is another."""
    for model in get_page_models():
        if any(isinstance(field, StreamField) for field in model._meta.concrete_fields):
            for page in model.objects.iterator(chunk_size=100):
                yield page
                if page.has_unpublished_changes:
                    yield page.get_latest_revision_as_object()


def questions_in(page: Page) -> list[CounterQuestion]:
    """What the counters in the texts of `page`, as it is in memory, ask for."""
    from campaigns.blocks import LiveCounterBlock  # blocks read questions, not questions blocks

    found = []
    for field in page._meta.concrete_fields:
        if isinstance(field, StreamField) and field.attname in page.__dict__:
            text = getattr(page, field.attname)
            counters = {
                name for name, block in text.stream_block.child_blocks.items() if isinstance(block, LiveCounterBlock)
            }
            places = [place for place, raw in enumerate(text.raw_data) if raw["type"] in counters]
            found += [text[place].value.question for place in places]
    return [question for question in found if question is not None]


def listen() -> None:
    """Ask whenever pages, or what their questions are made of, are saved. Called once, at the start."""
    post_save.connect(_ask_for_page, dispatch_uid="ask for a page")
    for model in (Campaign, Unit, Cluster, FieldOfWork, PeakPeriod):
        post_save.connect(_ask_again, sender=model, dispatch_uid=f"ask again for {model._meta.label}")


def _ask_for_page(instance: Model, raw: bool = False, **_kwargs: Any) -> None:
    """A draft's save updates its page's row while the page in memory is the draft: this sees drafts too."""
    if isinstance(instance, Page) and not raw:
        ask(questions_in(instance))


def _ask_again(instance: Model, created: bool, raw: bool = False, **_kwargs: Any) -> None:
    """Other days or another code make other questions of the published texts that chose `instance`."""
    if created or raw:
        return
    texts = ReferenceIndex.get_references_to(instance).filter(base_content_type=ContentType.objects.get_for_model(Page))
    pages = Page.objects.filter(pk__in=[int(key) for key in texts.values_list("object_id", flat=True)])
    ask(question for page in pages.specific() for question in questions_in(page))
