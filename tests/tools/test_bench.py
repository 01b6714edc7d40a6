"""The benches: every module is listed and keeps to its one function; a table reads as Markdown. No figure is judged."""

from importlib import import_module
from pathlib import Path

import pytest
from django.template.loader import render_to_string

from campaigns.values import Counter, State
from tools.bench import __main__ as runner
from tools.bench.crowd import NUMBER, VERSION, Reader, Seen
from tools.bench.table import NothingToMeasure, Table, kib, median_ms, ms, times
from tools.console import Failure

FOLDER = Path(runner.__file__).parent
INNER = {"__main__", "crowd", "house", "plain", "search_in_process", "server", "site", "table"}
EVERY = (*runner.BENCHES, *runner.LONG)


def test_every_bench_is_listed_and_has_its_function() -> None:
    assert set(EVERY) == {path.stem for path in FOLDER.glob("*.py")} - INNER
    for name in EVERY:
        assert callable(import_module(f"tools.bench.{name}").bench)


def test_the_document_has_a_section_for_every_bench() -> None:
    document = (FOLDER.parents[1] / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    assert "make bench" in document
    assert "make lighthouse" in document
    assert document.count("\n## ") == len(EVERY) + 1, "one section for each bench and one of Lighthouse"


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


def test_a_reader_notices_what_nobody_should_see() -> None:
    reader, seen = Reader(), Seen()
    for place, count in (((1, 1), 10), ((1, 1), 10), ((1, 2), 12), ((2, 1), 12)):
        reader.look(seen, place, count)
    assert (seen.blanks, seen.zeros, seen.backwards) == (0, 0, 0)
    for place, number in (((2, 1), None), ((1, 3), 13), ((1, 4), 12), ((2, 2), 0)):
        reader.look(seen, place, number)
    assert (seen.blanks, seen.zeros, seen.backwards) == (1, 1, 3)


def test_what_stands_in_a_page_is_found() -> None:
    counter = Counter("", 299_670, None, None, State.UNKNOWN, epoch=3, seq=42)
    html = render_to_string("components/counter/live.html", {"counter": counter})
    html += render_to_string("components/counter/number.html", {"counter": counter})
    assert VERSION.findall(html) == [("3", "42")]
    assert NUMBER.findall(html) == ["299670"]
