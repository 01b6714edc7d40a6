"""What must stand beside every number: whose it is, of which time, in which state, on which terms."""

from datetime import date, datetime
from typing import Annotated

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel

from campaigns.counters import Figures
from campaigns.opendata.columns import Column
from campaigns.opendata.rows import local
from campaigns.values import State
from publishing.models import SiteSettings


class Source(BaseModel):
    """Stands in every answer of the API, in every JSON file, and the chief of it in every CSV row."""

    campaign: Annotated[str, Column("chien_dich", _("Campaign"), _("Its code in addresses."))]
    as_of: Annotated[
        datetime | None,
        Column(
            "tinh_den", _("As of"), _("When the figures were right, by the register's clock. Empty: no figures yet.")
        ),
    ]
    state: Annotated[
        State,
        Column(
            "trang_thai",
            _("State"),
            _(
                "live: just read; delayed: over a minute old; stale: over a quarter of an hour old; held: being"
                " checked, the last approved figures stand; final: closed, they do not change any more; unknown: no"
                " figures yet."
            ),
        ),
    ]
    signed_on: Annotated[
        date | None,
        Column("ngay_ky", _("Signed on"), _("When the final figures were signed. Empty: they are not final.")),
    ]
    signed_by: Annotated[
        str | None, Column("nguoi_ky", _("Signed by"), _("Who signed the final figures: name and office."))
    ]
    epoch: Annotated[int, Column("ky", _("Epoch"), _("With the sequence number it orders readings: greater is newer."))]
    seq: Annotated[int, Column("thu_tu", _("Sequence number"), _("Grows with every change of the figures."))]
    counted_from: Annotated[date, Column("dem_tu", _("Counted from"), _("The campaign's own number."))]
    counted_to: Annotated[date, Column("dem_den", _("Counted to"), _("The campaign's own number."))]
    units_from: Annotated[date, Column("don_vi_tu", _("Units counted from"), _("What units add counts from this day."))]
    units_to: Annotated[date, Column("don_vi_den", _("Units counted to"), _("Counted as a whole day."))]
    source: Annotated[str, Column("nguon", _("Source"), _("As the organisers name it."))]
    licence: Annotated[str, Column("dieu_kien_su_dung", _("Terms of use"), _("As the owner of the figures sets them."))]


def source_of(figures: Figures, request: HttpRequest) -> Source:
    """The source of a campaign's figures: two queries for the owner's terms, one for a signature."""
    snapshot, periods = figures.snapshot, figures.periods
    return Source(
        campaign=figures.campaign.slug,
        as_of=local(snapshot.as_of) if snapshot else None,
        state=figures.state,
        signed_on=figures.closing.signed_on if figures.closing else None,
        signed_by=figures.closing.signed_by if figures.closing else None,
        epoch=snapshot.epoch if snapshot else 0,
        seq=snapshot.seq if snapshot else 0,
        counted_from=periods.count_from,
        counted_to=periods.count_to,
        units_from=periods.units_from,
        units_to=periods.units_to,
        source=figures.campaign.source,
        licence=SiteSettings.for_page_request(request).wording.terms_of_data,
    )
