"""People of each role, and what they see of the admin."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from campaigns.models import Campaign, CounterSnapshot, Hold
from home.demo.accounts import CHIEFS, EDITORS, FIGURES, GRASSROOTS, ensure_roles
from tests.factories import CampaignFactory, SnapshotFactory, UnitFactory, site_tree

ADMIN = "Quản trị"
EVERYBODY = (ADMIN, CHIEFS, EDITORS, GRASSROOTS, FIGURES)
LogIn = Callable[[str], Client]


@pytest.fixture
def log_in(db: None) -> LogIn:
    """A browser of somebody with this role; the user's name is the role."""
    site_tree()
    groups = ensure_roles()

    def log_in(role: str) -> Client:
        user, _made = get_user_model().objects.get_or_create(username=role, is_superuser=role == ADMIN)
        if role != ADMIN:
            user.groups.set([groups[role]])
        client = Client()
        client.force_login(user)
        return client

    return log_in


def text(answer: Any) -> str:
    """What one reads in the main part of a screen, and the messages above it."""
    soup = BeautifulSoup(answer.content, "html.parser")
    for script in soup.select("script, template"):
        script.decompose()
    return " ".join(soup.get_text(" ").split())


def own_scripts(answer: Any) -> list[str]:
    """Scripts and handlers within the main part, where the desk's templates are."""
    main = BeautifulSoup(answer.content, "html.parser").select_one("main .nice-padding")
    assert main is not None
    handlers = [tag.name for tag in main.find_all(True) if any(name.startswith("on") for name in tag.attrs)]
    return [tag.get_text() for tag in main.select("script:not([src])")] + handlers


@pytest.fixture
def campaign(db: None) -> Campaign:
    """One whose figures fell from 1.000 to 500, the second unit's by more."""
    for code, name in (("01", "LĐLĐ Hà Nội"), ("38", "LĐLĐ Thanh Hóa")):
        UnitFactory(code=code, short_name=name)
    made: Campaign = CampaignFactory()
    SnapshotFactory(campaign=made, state=CounterSnapshot.State.HELD, count=1_000, unit_codes=("01", "38"))
    return made


@pytest.fixture
def hold(campaign: Campaign) -> Hold:
    now = timezone.now()
    made: Hold = campaign.holds.create(
        reason=Hold.Reason.DROP,
        explanation="the count fell from 1000 to 500",
        opened_at=now - timedelta(minutes=9),
        old={"count": 1_000, "units": [{"code": "01", "count": 600}, {"code": "38", "count": 400}]},
        new={
            "count": 500,
            "units": [{"code": "01", "count": 450}, {"code": "38", "count": 50}, {"code": "99", "count": 0}],
            "as_of": now.isoformat(),
            "counted_at": now.isoformat(),
        },
    )
    return made
