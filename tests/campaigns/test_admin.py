"""Units and targets in the admin: what may be deleted, and how much the lists ask of the database."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import ProtectedError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.models import Cluster, Target, Unit
from tests.factories import CampaignFactory, UnitFactory, site_tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    site_tree()
    client.force_login(get_user_model().objects.create_superuser("quan-tri", "quan-tri@example.org", "mat-khau"))
    return client


def target(unit: Unit, **changes: Any) -> Target:
    made: Target = Target.objects.create(campaign=CampaignFactory(), unit=unit, amount=4_000, source="Thử", **changes)
    return made


def test_a_unit_with_targets_is_not_deleted() -> None:
    unit = UnitFactory()
    target(unit)
    with pytest.raises(ProtectedError):
        unit.delete()
    assert Target.objects.count() == 1


def test_the_admin_says_why_in_vietnamese(editor: Client) -> None:
    unit = UnitFactory()
    target(unit)
    address = reverse(Unit.snippet_viewset.get_url_name("delete"), args=[unit.pk])
    main = BeautifulSoup(editor.get(address).content, "html.parser").select_one("main")
    assert main is not None and "Không thể xóa đơn vị này vì còn nơi đang dùng đến" in main.get_text()
    assert main.select("form[action$='delete/'], form[method=POST]") == []
    assert editor.post(address).status_code == 302
    assert Unit.objects.filter(pk=unit.pk).exists()


def test_a_unit_without_targets_can_be_deleted(editor: Client) -> None:
    unit = UnitFactory()
    address = reverse(Unit.snippet_viewset.get_url_name("delete"), args=[unit.pk])
    assert editor.post(address).status_code == 302
    assert not Unit.objects.filter(pk=unit.pk).exists()


@pytest.mark.parametrize("model", [Unit, Target])
def test_a_longer_list_takes_no_more_queries(editor: Client, model: Any) -> None:
    address = reverse(model.snippet_viewset.get_url_name("list"))

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert editor.get(address).status_code == 200
        return len(captured)

    def fill(number: int) -> None:
        for _unit in range(number):
            code = f"C{Cluster.objects.count()}"
            cluster = Cluster.objects.create(code=code.lower(), name=f"Cụm {code}")
            target(UnitFactory(cluster=cluster, successor=UnitFactory()))

    fill(2)
    editor.get(address)
    few = queries()
    fill(10)
    assert queries() == few
