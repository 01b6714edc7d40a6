"""How many SQL queries each public page may take uncached, and that more items do not take more.

Pictures' sizes exist already (they are made once per picture); Django's cache, the sites and the language are asked
anew, as after a restart. The tracking alias is not open here, so a query on it would fail.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from campaigns.models import Cluster, FieldOfWork, PeakPeriod, Target
from publishing.consent import People
from publishing.models import EditorialImage
from tests.factories import (
    CampaignFactory,
    CampaignPageFactory,
    ConsentFactory,
    DocumentFactory,
    ImageFactory,
    InitiativePageFactory,
    SiteTree,
    SnapshotFactory,
    StandardPageFactory,
    StoryPageFactory,
    UnitFactory,
    site_tree,
)

pytestmark = pytest.mark.django_db

HOME, OTHERS = 25, 20
FEW, MANY = 3, 12


def somebodys_photo() -> EditorialImage:
    """A picture of somebody who agreed: its records are asked for wherever it is shown."""
    photo: EditorialImage = ImageFactory(people=People.YES)
    photo.consents.set([ConsentFactory()])
    return photo


@dataclass
class Content:
    """A site with `count` of everything that lists show."""

    tree: SiteTree
    count: int

    def fill(self) -> dict[str, str]:
        """Make it; returns the address of one page of every type."""
        tree = self.tree
        units = [UnitFactory(code=f"{number:02}") for number in range(10, 10 + self.count)]
        campaign_page = CampaignPageFactory(image=somebodys_photo())
        campaign = campaign_page.campaign
        campaign_page.peak_periods.set(
            [
                PeakPeriod(name=f"Tuần {n}", starts_on=campaign.starts_on, ends_on=campaign.ends_on, locale=tree.vi)
                for n in range(self.count)
            ]
        )
        campaign_page.save()
        SnapshotFactory(campaign=campaign, unit_codes=tuple(unit.code for unit in units))
        for unit in units:
            Target.objects.create(campaign=campaign, unit=unit, amount=4000, source="Ví dụ")
        common = {"campaign": campaign, "with_tags": ["may mặc", "y tế"]}
        initiatives = [
            InitiativePageFactory(
                unit=unit, image=somebodys_photo(), people_and_effects__portrait=somebodys_photo(), **common
            )
            for unit in units
        ]
        stories = [
            StoryPageFactory(unit=unit, image=somebodys_photo(), body=self.body(initiatives), **common)
            for unit in units
        ]
        for initiative in initiatives:
            links = "".join(f'<a linktype="page" id="{story.pk}">x</a>' for story in stories)
            initiative.problem = initiative.idea = initiative.result = f"<p>{links}</p>"
            initiative.save()
        texts = [*self.linking(stories, initiatives), *self.counting(units)]
        for story in stories:
            story.body = [*self.body(initiatives, stories), *texts]
            story.save()
        standard = StandardPageFactory(body=[*self.body(initiatives, stories), *texts])
        english = StandardPageFactory(parent=tree.home_en, slug="about", locale=tree.en, body=standard.body.raw_data)
        for _ in range(self.count):
            StandardPageFactory(parent=standard, show_in_menus=True)
        return {
            "home": tree.home.url,
            "campaign": campaign_page.url,
            "unit": f"{campaign_page.url}don-vi/10/",
            "data": f"{campaign_page.url}so-lieu/",
            "campaign index": tree.campaigns.url,
            "story index": tree.stories.url,
            "story index, filtered": f"{tree.stories.url}?loai=story&the=may-mac",
            "story": stories[0].url,
            "initiative index": tree.initiatives.url,
            "initiative index, filtered": f"{tree.initiatives.url}?linh-vuc=production&don-vi=10&the=may-mac",
            "initiative": initiatives[0].url,
            "standard": standard.url,
            "standard, in English": english.url,
            "search": "/tim-kiem/",
            "search results": "/tim-kiem/?q=kiến",
        }

    def linking(self, *families: list[Any]) -> list[dict[str, Any]]:
        """Paragraphs that link to every page and to as many documents."""
        pages = [page for family in families for page in family]
        links = [
            *(f'<a linktype="page" id="{page.pk}">x</a>' for page in pages),
            *(f'<a linktype="document" id="{DocumentFactory().pk}">x</a>' for _ in range(self.count)),
        ]
        return [
            {"type": "paragraph", "value": f"<p>{link}</p>", "id": f"link{number}"} for number, link in enumerate(links)
        ]

    def counting(self, units: list[Any]) -> list[dict[str, Any]]:
        """Live counters of campaigns that are not featured: of each, a unit, a cluster and a field in a peak week."""
        blocks = []
        for number, unit in enumerate(units):
            campaign = CampaignFactory(slug=f"khac-{number}", featured=False)
            page = CampaignPageFactory(slug=campaign.slug, campaign=campaign)
            cluster = Cluster.objects.create(code=f"cum-{number}", name=f"Cụm {number}")
            field = FieldOfWork.objects.create(code=f"F{number}", name=f"Lĩnh vực {number}")
            peak = PeakPeriod(
                page=page, name="Tuần", starts_on=campaign.starts_on, ends_on=campaign.ends_on, locale=page.locale
            )
            peak.save()
            SnapshotFactory(campaign=campaign, unit_codes=(unit.code,))
            blocks += [
                {"campaign": campaign.pk, "unit": None},
                {"campaign": campaign.pk, "unit": unit.pk},
                {"campaign": campaign.pk, "scope": "unit", "unit": unit.pk, "target": "self_set"},
                {"campaign": campaign.pk, "scope": "cluster", "cluster": cluster.pk, "measure": "valid"},
                {"campaign": campaign.pk, "scope": "field", "field": field.pk, "period": "peak", "peak": peak.pk},
            ]
        return [{"type": "counter", "value": value, "id": f"count{n}"} for n, value in enumerate(blocks)]

    def body(self, initiatives: list[Any], stories: list[Any] | None = None) -> list[dict[str, Any]]:
        """A text with a bit of everything that is read from the database."""
        picture = {"image": initiatives[0].image_id, "decorative": True, "alt_text": ""}
        related = [{"type": "item", "value": page.pk, "id": str(page.pk)} for page in (stories or initiatives)[:4]]
        return [
            {"type": "paragraph", "value": f'<p><a linktype="page" id="{initiatives[0].pk}">x</a></p>', "id": "1"},
            {"type": "figure", "value": {"image": picture, "size": "text"}, "id": "2"},
            *(
                {"type": "initiative", "value": {"page": page.pk}, "id": f"card{page.pk}"}
                for page in initiatives[: max(1, self.count // 4)]
            ),
            {"type": "related", "value": {"pages": related[: 1 if self.count == FEW else 4]}, "id": "4"},
        ]


def queries_of(client: Client, address: str) -> list[str]:
    """The queries of one request to `address` after a restart, its pictures' sizes made before."""
    assert client.get(address).status_code == 200, address
    cache.clear()
    Site.clear_site_root_paths_cache()
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    assert response.status_code == 200
    return [query["sql"] for query in captured.captured_queries]


@pytest.fixture
def measured(client: Client) -> Callable[[int], dict[str, list[str]]]:
    """Queries by page type on a site with so many of everything, which is gone again afterwards."""

    def measure(count: int) -> dict[str, list[str]]:
        with transaction.atomic():
            addresses = Content(site_tree(), count).fill()
            queries = {name: queries_of(client, address) for name, address in addresses.items()}
            transaction.set_rollback(True)
        return queries

    return measure


def test_every_page_type_keeps_its_budget(measured: Callable[[int], dict[str, list[str]]]) -> None:
    over = {
        f"{name}: {len(queries)}": "\n".join(queries)
        for name, queries in measured(MANY).items()
        if len(queries) > {"home": HOME}.get(name, OTHERS)
    }
    assert not over, "\n\n".join(f"{name}\n{queries}" for name, queries in over.items())


def test_twelve_of_everything_cost_as_much_as_three(measured: Callable[[int], dict[str, list[str]]]) -> None:
    few = {name: len(queries) for name, queries in measured(FEW).items()}
    many = {name: len(queries) for name, queries in measured(MANY).items()}
    assert few == many
