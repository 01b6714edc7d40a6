"""Campaigns: what is counted (units, targets), what was counted (snapshots), and the pages that tell of it."""

from campaigns.models.campaigns import Campaign, Target
from campaigns.models.pages import CampaignIndexPage, CampaignPage, PeakPeriod
from campaigns.models.snapshots import CounterSnapshot
from campaigns.models.units import Cluster, Unit

__all__ = [
    "Campaign",
    "CampaignIndexPage",
    "CampaignPage",
    "Cluster",
    "CounterSnapshot",
    "PeakPeriod",
    "Target",
    "Unit",
]
