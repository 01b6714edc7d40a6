"""Campaigns: what is counted (units, targets), what was counted (snapshots), and the pages that tell of it."""

from campaigns.models.campaigns import Campaign, Target
from campaigns.models.pages import CampaignIndexPage, CampaignPage, PeakPeriod
from campaigns.models.record import Closing, DayClose, Milestone
from campaigns.models.snapshots import CounterSnapshot
from campaigns.models.units import Cluster, FieldOfWork, Unit, unit_names
from campaigns.models.watch import CollectorState, CounterQuestion, Hold

__all__ = [
    "Campaign",
    "CampaignIndexPage",
    "CampaignPage",
    "Closing",
    "Cluster",
    "CollectorState",
    "CounterQuestion",
    "CounterSnapshot",
    "DayClose",
    "FieldOfWork",
    "Hold",
    "Milestone",
    "PeakPeriod",
    "Target",
    "Unit",
    "unit_names",
]
