"""A campaign as search engines know it."""

from typing import TYPE_CHECKING, Final

from django.http import HttpRequest

from publishing.structured import organization_id
from sharing.head import Head
from sharing.structured import Event, Place, PostalAddress, Ref

if TYPE_CHECKING:
    from campaigns.models import CampaignPage

VIETNAM: Final = Place(name="Việt Nam", address=PostalAddress(address_country="VN"))


def event(page: "CampaignPage", request: HttpRequest, head: Head) -> Event:
    """It happens at all workplaces of the country, and online; its last day is counted."""
    return Event(
        id=f"{head.canonical}#event",
        name=page.title,
        description=head.description,
        url=head.canonical,
        start_date=page.campaign.starts_on,
        end_date=page.campaign.ends_on,
        location=VIETNAM,
        organizer=Ref(organization_id(request)),
        image=[head.image.url],
        in_language=page.locale.language_code,
    )
