"""`make bench`: measure the product with its demo, and print tables for docs/benchmarks.md.

    python -m tools.bench [NAME …]

Each bench is a module of this package with one function `bench() -> Table`; a new one gets its name in BENCHES, or in
LONG where it takes so long that it runs only when named.
Figures of one run may be compared with each other, those of two machines may not.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
from importlib import import_module, metadata

from tools.bench.table import NothingToMeasure, Table
from tools.console import run, say
from tools.serve import hold
from tools.with_django import ROOT, start_django

BENCHES = ("pages", "head", "weights", "count", "ladder", "live", "streams", "fresh", "cards", "kit")
LONG = ("killed", "phone", "search", "soak")
HELP = f"some of {', '.join(BENCHES)}, and all of these if none is named; or {', '.join(LONG)}, which take long"


def machine() -> str:
    """What the figures were taken on, when, and by which command."""
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in ("Django", "wagtail"))
    load = os.getloadavg()[0]
    return (
        f"`make bench`, {time.strftime('%Y-%m-%d %H:%M %Z')}, {os.cpu_count()} cores ({platform.machine()}),"
        f" load {load:.1f}, Python {platform.python_version()}, {versions}, SQLite.\n"
    )


def main() -> int:
    """Measure what is named, or everything."""
    parser = argparse.ArgumentParser(prog="python -m tools.bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=HELP)
    names = parser.parse_args().names
    if unknown := set(names) - {*BENCHES, *LONG}:
        parser.error(f"no such bench: {', '.join(sorted(unknown))}")
    with hold(ROOT / "var"):  # a site that runs beside it would be measured too
        start_django("config.settings.dev")
        say(machine())
        for name in names or BENCHES:
            try:
                table: Table = import_module(f"tools.bench.{name}").bench()
            except NothingToMeasure as reason:
                say(f"{reason}\n")
            else:
                say(table.markdown())
    return 0


if __name__ == "__main__":
    sys.exit(run(main))
