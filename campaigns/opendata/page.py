"""What the page for journalists and unions shows: `/chien-dich/<slug>/so-lieu/`."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from campaigns.counters import Figures
from campaigns.leaderboard import Leaderboard
from campaigns.opendata.columns import Field
from campaigns.opendata.files import IN_EACH_ROW, TABLES, Table
from publishing.models import SiteSettings

ENDPOINTS: dict[str, Promise] = {
    "campaigns": _("Published campaigns."),
    "campaign": _("This campaign: its name, its days, its page."),
    "figures": _("Its number with its state, its goal, statuses, fields and outlook."),
    "units": _("Units at the newest reading."),
    "days": _("What was registered on each day, and what was held at its close."),
    "unit_days": _("Units at each day's close; code= and day= choose."),
    "milestones": _("Round numbers and the goal, and when each was passed."),
    "closing": _("The signed figures after the campaign, and what the register says since."),
    "openapi-json": _("The description of all of it (OpenAPI)."),
}


@dataclass(frozen=True)
class Download:
    """A table with the addresses of its files."""

    table: Table
    csv: str
    json: str

    @property
    def title(self) -> Promise:
        """The table's title."""
        return self.table.title

    @property
    def description(self) -> Promise:
        """What is in it."""
        return self.table.description

    @property
    def fields(self) -> list[Field]:
        """Its own columns."""
        return self.table.fields


def data_context(figures: Figures, request: HttpRequest) -> dict[str, Any]:
    """Files, columns, terms and the API's addresses of the campaign of `figures`."""
    slug = figures.campaign.slug
    return {
        "figures": figures,
        "counter": figures.headline,
        "strangers": Leaderboard.build(figures).strangers,
        "tables": [
            Download(
                table,
                csv=reverse("data_file", kwargs={"slug": slug, "name": name, "form": "csv"}),
                json=reverse("data_file", kwargs={"slug": slug, "name": name, "form": "json"}),
            )
            for name, table in TABLES.items()
        ],
        "source_fields": IN_EACH_ROW,
        "description_url": reverse("data_description", kwargs={"slug": slug}),
        "terms": SiteSettings.for_page_request(request).wording.terms_of_data,
        "endpoints": [{"url": _endpoint(name, slug), "title": title} for name, title in ENDPOINTS.items()],
    }


def _endpoint(name: str, slug: str) -> str:
    return reverse(f"api-1:{name}", kwargs={} if name in ("campaigns", "openapi-json") else {"slug": slug})
