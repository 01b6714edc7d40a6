"""What tests are built of: a site in two languages, its pages, pictures, units, campaigns and snapshots.

`site_tree()` lays the site; every factory of a page publishes it under the page that it belongs to.
"""

from tests.factories.campaigns import CampaignFactory, SnapshotFactory, UnitFactory
from tests.factories.media import ConsentFactory, DocumentFactory, ImageFactory
from tests.factories.pages import (
    CampaignPageFactory,
    InitiativePageFactory,
    StandardPageFactory,
    StoryPageFactory,
)
from tests.factories.sites import SiteTree, site_tree

__all__ = [
    "CampaignFactory",
    "CampaignPageFactory",
    "ConsentFactory",
    "DocumentFactory",
    "ImageFactory",
    "InitiativePageFactory",
    "SiteTree",
    "SnapshotFactory",
    "StandardPageFactory",
    "StoryPageFactory",
    "UnitFactory",
    "site_tree",
]
