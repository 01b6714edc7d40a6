"""A campaign's figures as search engines for data know them."""

from django.http import HttpRequest
from django.urls import reverse

from campaigns.counters import Figures
from campaigns.opendata.files import TABLES
from campaigns.structured import VIETNAM
from publishing.models import SiteSettings
from publishing.structured import organization_id
from sharing.head import Head, site_root_url
from sharing.structured import CreativeWork, DataDownload, Dataset, Ref

FORMATS = {"csv": "text/csv", "json": "application/json"}


def dataset(figures: Figures, request: HttpRequest, head: Head) -> Dataset:
    """The files of the campaign of `figures`, from when to when they count, and on which terms."""
    root, slug, periods = site_root_url(request), figures.campaign.slug, figures.periods
    return Dataset(
        id=f"{head.canonical}#dataset",
        name=head.title,
        description=head.description,
        url=head.canonical,
        creator=[Ref(organization_id(request))],
        license=CreativeWork(text=SiteSettings.for_page_request(request).wording.terms_of_data),
        temporal_coverage=f"{periods.count_from.isoformat()}/{periods.count_to.isoformat()}",
        spatial_coverage=VIETNAM,
        date_modified=figures.snapshot.as_of if figures.snapshot is not None else None,
        distribution=[
            DataDownload(
                name=str(table.title),
                description=str(table.description),
                content_url=root + reverse("data_file", kwargs={"slug": slug, "name": name, "form": form}),
                encoding_format=mime,
            )
            for name, table in TABLES.items()
            for form, mime in FORMATS.items()
        ],
        variable_measured=[str(field.column.title) for field in TABLES["don-vi"].fields],
    )
