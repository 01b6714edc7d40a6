"""`load_units`: the list of units comes over whole, twice changes nothing, and never costs an editor's work."""

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from campaigns.models import Cluster, FieldOfWork, Unit
from campaigns.tracking.demo import data
from tests.tracking_fixtures import TrackingFile

PROJECT_LIST = Path(data.__file__).parent / "data" / "units.csv"
HEAD = "code,name,short_name,kind,cluster_code,cluster_name,valid_from,valid_to,successor_code"

pytestmark = pytest.mark.django_db


def load(*arguments: str) -> str:
    output = StringIO()
    call_command("load_units", *arguments, stdout=output)
    return output.getvalue()


def csv_file(folder: Path, *lines: str, head: str = HEAD) -> str:
    path = folder / "units.csv"
    path.write_text("\n".join([head, *lines]), encoding="utf-8-sig")
    return str(path)


def test_the_82_units_of_the_project_come_over_with_their_successors_and_without_invented_clusters() -> None:
    said = load("--file", str(PROJECT_LIST))
    assert said.splitlines()[-1].startswith(f"{82 + len(_merged())} changes")
    assert Unit.objects.first_level().count() == Unit.objects.count() == 82
    assert not Cluster.objects.exists()
    bac_kan = Unit.objects.get(code="06")
    assert (bac_kan.name, bac_kan.valid_to) == ("LĐLĐ tỉnh Bắc Kạn", date(2025, 6, 30))
    assert bac_kan.successor is not None
    assert bac_kan.successor.code == "19"
    assert load("--file", str(PROJECT_LIST)) == "0 changes, 82 units as listed.\n"


def _merged() -> list[data.DemoUnit]:
    return [unit for unit in data.units() if unit.valid_to or unit.successor_code]


def test_a_dry_run_shows_and_changes_nothing(tmp_path: Path) -> None:
    file = csv_file(tmp_path, "01,LĐLĐ thành phố Hà Nội,Hà Nội,province,c1,Cụm 1,,,")
    said = load("--file", file, "--dry-run")
    assert said.splitlines() == [
        "+ cluster c1: Cụm 1",
        "+ unit 01: LĐLĐ thành phố Hà Nội",
        "~ unit 01: cluster — → Cụm 1",
        "3 changes, 0 units as listed.",
        "Nothing was changed (--dry-run).",
    ]
    assert not Unit.objects.exists()
    assert not Cluster.objects.exists()


def test_what_the_list_leaves_empty_stays_and_nothing_is_deleted(tmp_path: Path) -> None:
    cluster = Cluster.objects.create(code="c9", name="Cụm của biên tập")
    Unit.objects.create(code="01", name="Cũ", short_name="Hà Nội", kind="province", cluster=cluster)
    Unit.objects.create(code="99", name="Của biên tập", short_name="99", kind="sector")
    said = load("--file", csv_file(tmp_path, "01,LĐLĐ thành phố Hà Nội,Hà Nội,province,,,,,"))
    assert said.splitlines() == [
        "~ unit 01: name Cũ → LĐLĐ thành phố Hà Nội",
        "? unit 99: not in the list, left as it is",
        "1 changes, 0 units as listed.",
    ]
    assert Unit.objects.get(code="01").cluster == cluster


def test_decomposed_letters_are_the_same_name(tmp_path: Path) -> None:
    load("--file", csv_file(tmp_path, "01,LĐLĐ Hà Nội,Hà Nội,province,,,,,"))
    decomposed = "01,LĐLĐ Ha\u0300 Nô\u0323i,Ha\u0300 Nô\u0323i,province,,,,,"
    assert load("--file", csv_file(tmp_path, decomposed)) == "0 changes, 1 units as listed.\n"


def test_a_cluster_is_known_by_its_code_and_renamed(tmp_path: Path) -> None:
    Cluster.objects.create(code="C01", name="Cũ")
    load("--file", csv_file(tmp_path, "01,A,A,province,C01,Cụm mới,,,", "02,B,B,province,Khối Đồng bằng,Khối,,,"))
    assert dict(Cluster.objects.values_list("code", "name")) == {"C01": "Cụm mới", "khoi-dong-bang": "Khối"}


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["01,A,A,province,,,,,", "01,B,B,province,,,,,"], "unit 01: listed twice"),
        (["01,A,A,province,,,,,77"], "unit 01: its successor 77 is not in the list"),
        (["01,A,A,province,,,,,01"], "unit 01: successor: "),
        (["01,A,A,province,,,2025-07-01,2025-06-30,"], "unit 01: valid_to: "),
        (["01,A,A,country,,,,,"], "line 2: kind country is none of province"),
        (["01,,A,province,,,,,"], "line 2: name is empty"),
        (["01,A,A,province,,,,30/6/2025,"], "line 2: 30/6/2025 is no day"),
        (["01," + "A" * 200 + ",A,province,,,,,"], "unit 01: name: "),
    ],
)
def test_a_wrong_list_is_refused_whole(tmp_path: Path, lines: list[str], said: str) -> None:
    with pytest.raises(CommandError) as refusal:
        load("--file", csv_file(tmp_path, "38,Good,Good,province,c1,Cụm 1,,,", *lines))
    assert said.replace("line 2", "line 3") in str(refusal.value)
    assert not Unit.objects.exists()
    assert not Cluster.objects.exists()


def test_a_file_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        load("--file", str(tmp_path / "missing.csv"))
    with pytest.raises(CommandError, match="lacks the columns kind, short_name"):
        load("--file", csv_file(tmp_path, "01,A", head="code,name"))
    (tmp_path / "binary.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CommandError, match="cannot be read"):
        load("--file", str(tmp_path / "binary.csv"))


@pytest.mark.django_db(databases=["default", "tracking"])
def test_the_tracking_databases_first_level_comes_over(tracking: TrackingFile) -> None:
    tracking.run("UPDATE union_unit SET name = 'LĐLĐ tỉnh Thanh Hóa', valid_from = '2022-01-01' WHERE code = '38'")
    said = load()
    assert said.splitlines()[-1] == "4 changes, 2 units as listed, 2 below the first level passed over."
    assert set(Unit.objects.values_list("code", flat=True)) == {"01", "38", "GD"}
    thanh_hoa = Unit.objects.get(code="38")
    assert (thanh_hoa.name, thanh_hoa.valid_from) == ("LĐLĐ tỉnh Thanh Hóa", date(2022, 1, 1))
    assert load().splitlines()[-1].startswith("0 changes, 3 units as listed")


@pytest.mark.django_db(databases=["default", "tracking"])
def test_a_broken_view_changes_nothing(tracking: TrackingFile) -> None:
    tracking.script("DROP VIEW cms_v1_unit; CREATE VIEW cms_v1_unit AS SELECT code, name FROM union_unit;")
    with pytest.raises(CommandError, match="column kind is missing"):
        load()
    assert not Unit.objects.exists()


@pytest.mark.django_db(databases=["default", "tracking"])
def test_fields_of_work_come_over_and_are_renamed_by_their_codes(tracking: TrackingFile) -> None:
    tracking.run("INSERT INTO field (code, name) VALUES ('YTE', 'Y tế'), ('GD', 'Giáo dục')")
    FieldOfWork.objects.create(code="YTE", name="Y khoa", name_en="Health care")
    assert "~ field YTE: name Y khoa → Y tế" in load()
    names = {("YTE", "Y tế", "Health care"), ("GD", "Giáo dục", "")}
    assert set(FieldOfWork.objects.values_list("code", "name", "name_en")) == names
    assert load().splitlines()[-1].startswith("0 changes")
