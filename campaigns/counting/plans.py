"""What the site asks of the count: each campaign's periods, targets and editors' questions. The site's own database."""

from collections import defaultdict
from collections.abc import Iterable

from campaigns.counting.figures import Goal, Period, Plan, Question
from campaigns.counting.reading import Targets
from campaigns.models import Campaign, CounterQuestion, Target, Unit

_KINDS = (Target.Kind.ASSIGNED, Target.Kind.SELF_SET)  # of a unit's two targets the assigned one is shown


def plans(campaigns: Iterable[Campaign], known_targets: Targets) -> dict[int, Plan]:
    """Each campaign's plan by its key: three queries for all of them."""
    questions: dict[int, list[Question]] = defaultdict(list)
    for asked in CounterQuestion.objects.order_by("pk"):
        period = Period(asked.first, asked.last)
        question = Question(asked.key, asked.measure, asked.scope, asked.scope_code, period)
        questions[asked.campaign_id].append(question)
    entered: dict[int, list[tuple[str, Goal]]] = defaultdict(list)
    rows = Target.objects.values_list("campaign_id", "unit__code", "amount", "kind", "is_example")
    for campaign_id, code, amount, kind, is_example in rows:
        entered[campaign_id].append((code, Goal(amount, kind, is_example)))
    clusters = _clusters()

    def plan(campaign: Campaign) -> Plan:
        targets = _targets(campaign, known_targets, entered[campaign.pk])
        return Plan(
            headline=Period(campaign.count_from, campaign.count_to),
            units_period=Period(campaign.units_from, campaign.units_to),
            targets={code: next(kinds[kind] for kind in _KINDS if kind in kinds) for code, kinds in targets.items()},
            self_set={code: kinds[own] for code, kinds in targets.items() if (own := Target.Kind.SELF_SET) in kinds},
            questions=tuple(questions[campaign.pk]),
            clusters=clusters,
        )

    return {campaign.pk: plan(campaign) for campaign in campaigns}


def _clusters() -> dict[str, set[str]]:
    """The codes of each cluster's units, by the cluster's code in the site."""
    members: dict[str, set[str]] = defaultdict(set)
    for cluster, unit in Unit.objects.exclude(cluster=None).values_list("cluster__code", "code"):
        members[cluster].add(unit)
    return members


def _targets(campaign: Campaign, known: Targets, entered: Iterable[tuple[str, Goal]]) -> dict[str, dict[str, Goal]]:
    """Each unit's targets by kind: what editors entered wins, kind by kind, over what the tracking database says."""
    by_unit = {
        code: {kind: Goal(amount, kind) for kind, amount in kinds.items()}
        for code, kinds in known.get(campaign.tracking_code, {}).items()
    }
    for code, goal in entered:
        by_unit.setdefault(code, {})[goal.kind] = goal
    return by_unit
