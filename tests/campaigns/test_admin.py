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
from tests.vietnamese.strategies import nfd

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


def titles(editor: Client, model: Any, **asked: str) -> list[str]:
    """The rows of a list in the admin by the name of their unit."""
    soup = BeautifulSoup(editor.get(reverse(model.snippet_viewset.get_url_name("list")), asked).content, "html.parser")
    assert soup.select_one("main input[name=q]") is not None
    return [" ".join(link.get_text().split()) for link in soup.select("table td.title .title-wrapper a")]


@pytest.mark.parametrize("model", [Unit, Target])
@pytest.mark.parametrize(
    "asked",
    ["Đồng Nai", "dong nai", "đồng n", "75", nfd("Đồng Nai")],
    ids=["name", "without marks", "its beginning", "code", "in parts"],
)
def test_units_and_targets_are_found_by_name_and_code(editor: Client, model: Any, asked: str) -> None:
    for code, name in (("75", "LĐLĐ tỉnh Đồng Nai"), ("68", "LĐLĐ tỉnh Lâm Đồng")):
        target(UnitFactory(code=code, name=name, short_name=name))
    assert titles(editor, model, q=asked) == ["LĐLĐ tỉnh Đồng Nai"]
    assert titles(editor, model, q="sao hoa") == []
    assert len(titles(editor, model)) == 2


def test_targets_are_searched_within_the_filters(editor: Client) -> None:
    unit = UnitFactory(code="75", name="LĐLĐ tỉnh Đồng Nai")
    other = CampaignFactory(slug="khac", name="Đợt khác", tracking_code="KH", featured=False)
    target(unit, kind=Target.Kind.ASSIGNED)
    Target.objects.create(campaign=other, unit=unit, amount=5, source="Thử", kind=Target.Kind.SELF_SET)
    assert len(titles(editor, Target, q="dong nai")) == 2
    assert len(titles(editor, Target, q="dong nai", campaign=str(other.pk))) == 1
    assert len(titles(editor, Target, q="dong nai", kind="assigned")) == 1
    assert titles(editor, Target, q="dong nai", kind="assigned", campaign=str(other.pk)) == []
