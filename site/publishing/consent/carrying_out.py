"""Carrying out the end of a consent: one task run that removes, purges and says when it is done.

It may run twice, and what failed is tried again every minute by `apply_consents`.
"""

import logging
from collections.abc import Iterable
from datetime import date
from urllib.parse import urljoin

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django_tasks import task
from wagtail.models import Site
from wagtail.search import index

from publishing.consent.closing import KEPT_FOR, forget, is_open, settle
from publishing.consent.reach import Reach
from publishing.consent.uses import Use
from publishing.models.consent import Consent
from publishing.models.withdrawals import Withdrawal
from sharing.background import after_commit
from sharing.purging import purge

logger = logging.getLogger(__name__)


def begin(consent: Consent, cause: Withdrawal.Cause, uses: Iterable[Use], **details: object) -> Withdrawal:
    """Write down that `uses` of `consent` end, and have it carried out once that is in the database."""
    made: Withdrawal = consent.withdrawals.create(cause=cause, uses=sorted(uses), **details)
    after_commit(carry_out, made.pk)
    return made


@task()
def carry_out(key: int) -> None:
    """Carry out one `Withdrawal`. Never raises: what went wrong stands in its row, and the next pass tries again."""
    work = Withdrawal.objects.select_related("consent").filter(pk=key).exclude(state=Withdrawal.State.DONE).first()
    if work is None:
        return
    work.attempts += 1
    try:
        _remove(work)
        purge(urljoin(_root(), address) for address in work.addresses)
    except Exception as error:  # storages, databases and proxies fail in many ways: each is told, and tried again
        logger.exception("consent %s: %s", work.consent_id, error)
        work.state, work.error = Withdrawal.State.FAILED, f"{type(error).__name__}: {error}"
    else:
        work.state, work.error, work.finished_at = Withdrawal.State.DONE, "", timezone.now()
    work.save(update_fields=["attempts", "state", "error", "finished_at"])


def _remove(work: Withdrawal) -> None:
    reach = Reach(work.consent)
    work.addresses = list(dict.fromkeys([*work.addresses, *reach.addresses()]))
    work.save(update_fields=["addresses"])
    if work.cause != Withdrawal.Cause.UNDONE:  # what is made without the person stays right
        for maker, _addresses in reach.made:
            maker.remove(reach.pages, reach.pictures)
    for picture in reach.pictures:
        settle(picture)
        if work.cause == Withdrawal.Cause.WITHDRAWN and not is_open(picture):
            if work.delete_pictures:
                forget(picture)
            else:
                picture.delete_on = timezone.localdate() + KEPT_FOR
                picture.save(update_fields=["delete_on"])
    for page in reach.pages:
        index.insert_or_update_object(page)


def _root() -> str:
    site = Site.objects.filter(is_default_site=True).first()
    return site.root_url + "/" if site is not None else settings.WAGTAILADMIN_BASE_URL + "/"


def begin_expiries(today: date | None = None) -> int:
    """Have every consent carried out whose last day has passed; each once. Returns how many."""
    told = Withdrawal.objects.filter(
        consent=OuterRef("pk"), cause=Withdrawal.Cause.EXPIRED, received_on=OuterRef("expires_on")
    )
    expired = Consent.objects.filter(~Exists(told), expires_on__lte=today or timezone.localdate())
    for consent in expired:
        begin(consent, Withdrawal.Cause.EXPIRED, consent.given, received_on=consent.expires_on)
    return len(expired)


def try_again() -> int:
    """Carry out what is not done; returns how many remain undone."""
    open_ones = Withdrawal.objects.exclude(state=Withdrawal.State.DONE)
    for key in list(open_ones.values_list("pk", flat=True)):
        carry_out.func(key)
    return open_ones.count()
