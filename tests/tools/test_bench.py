"""The benches: every module is listed and keeps to its one function; a table reads as Markdown. No figure is judged."""

from importlib import import_module
from pathlib import Path

import pytest

from tools.bench import __main__ as runner
from tools.bench.table import NothingToMeasure, Table, kib, median_ms, ms, times
from tools.console import Failure

FOLDER = Path(runner.__file__).parent
INNER = {"__main__", "plain", "server", "site", "table"}


def test_every_bench_is_listed_and_has_its_function() -> None:
    assert set(runner.BENCHES) == {path.stem for path in FOLDER.glob("*.py")} - INNER
    for name in runner.BENCHES:
        assert callable(import_module(f"tools.bench.{name}").bench)


def test_the_document_has_every_benchs_table() -> None:
    document = (FOLDER.parents[1] / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    assert "make bench" in document
    assert document.count("\n| --- |") == len(runner.BENCHES)


def test_a_table_reads_as_markdown() -> None:
    table = Table("Pages", "How.", ["page", "ms"], [["home", ms(12.345)], ["unit", times(3, 2)], ["all", kib(1536)]])
    assert table.markdown() == (
        "## Pages\n\nHow.\n\n| page | ms |\n| --- | ---: |\n| home | 12.3 |\n| unit | 1.50× |\n| all | 1.5 |\n"
    )


def test_the_clock_warms_up_first() -> None:
    calls: list[int] = []
    assert median_ms(lambda: calls.append(1), 3) >= 0
    assert len(calls) == 4


@pytest.mark.django_db
def test_without_the_demo_it_says_so() -> None:
    with pytest.raises(Failure, match="the demo is not loaded"):
        import_module("tools.bench.pages").bench()


def test_without_a_server_the_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tools.bench.ladder.SERVER", "postgresql://postgres@127.0.0.1:9/postgres")
    with pytest.raises(NothingToMeasure, match="no PostgreSQL answers") as reason:
        import_module("tools.bench.ladder").bench()
    assert "\n" not in str(reason.value)
