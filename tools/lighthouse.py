"""`make lighthouse`: judge the site that `make serve` runs, as Google's Lighthouse does on a phone.

    python -m tools.lighthouse [--port PORT] [--rounds N]

Home, campaign, story and initiative, each as often as said; the median counts. Prints a table for docs/benchmarks.md
and what is not right; ends with code 1 below GOALS. The browser is that of the tests, Lighthouse as tools/npm locks it.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools import chromium, npm, ports
from tools.console import Failure, Step, run, say

GOALS = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
"""What each page must reach, of 100."""
CAMPAIGN = "/chien-dich/40-ngay-cao-diem/"
PATIENCE = 300


@dataclass(frozen=True)
class Judgement:
    """The scores of one look at a page, of 100, the times that make them, and the audits that were not passed."""

    scores: dict[str, int]
    times: dict[str, float]
    faults: tuple[str, ...]


def pages(address: str) -> dict[str, str]:
    """The page of each kind that is judged; the newest story and initiative. Raises Failure if no site answers."""
    found = {"home": "/", "campaign": CAMPAIGN}
    for name, index in (("story", "/cau-chuyen/"), ("initiative", "/sang-kien/")):
        try:
            with urllib.request.urlopen(f"{address}{index}", timeout=60) as answer:  # noqa: S310 - this very site
                html = answer.read().decode()
        except OSError as error:
            raise Failure(f"Chưa có trang nào ở {address}; hãy chạy make serve trước (no site answers)") from error
        links = re.findall(rf'href="({index}[^"?#]+/)"', html)
        if not links:
            raise Failure(f"{address}{index} không có bài nào (no page to judge)")
        found[name] = links[0]
    return found


def judge(url: str, lighthouse: Path, browser: str) -> Judgement:
    """One look at `url`, as from a middling phone. Raises Failure with Lighthouse's last word."""
    flags = " ".join(["--headless=new", *chromium.arguments()])
    with tempfile.NamedTemporaryFile(suffix=".json") as report:
        command = [str(npm.NODE), str(lighthouse), url, "--quiet", "--output=json", f"--output-path={report.name}"]
        command += [f"--only-categories={','.join(GOALS)}", f"--chrome-flags={flags}"]
        environ = {**os.environ, "CHROME_PATH": browser}
        done = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=PATIENCE, check=False)
        if done.returncode:
            raise Failure(f"Lighthouse: {(done.stderr or done.stdout).strip()[-400:]}")
        return read(json.loads(Path(report.name).read_text(encoding="utf-8")))


def read(report: dict[str, Any]) -> Judgement:
    """What a report of Lighthouse says."""
    if error := report.get("runtimeError"):
        raise Failure(f"Lighthouse: {error.get('code')}: {error.get('message')}")
    audits = report["audits"]
    scores = {name: round((category["score"] or 0) * 100) for name, category in report["categories"].items()}
    faults = tuple(
        f"{name}: {reference['id']} ({audits[reference['id']]['title']})"
        for name, category in report["categories"].items()
        for reference in category["auditRefs"]
        if reference["weight"] and (audits[reference["id"]]["score"] or 0) < 0.9
        and audits[reference["id"]]["scoreDisplayMode"] not in ("notApplicable", "manual", "informative")
    )  # fmt: skip
    wanted = {"FCP": "first-contentful-paint", "LCP": "largest-contentful-paint", "TBT": "total-blocking-time"}
    times = {short: audits[name]["numericValue"] / 1000 for short, name in wanted.items()}
    times["CLS"] = audits["cumulative-layout-shift"]["numericValue"]
    return Judgement(scores, times, faults)


def median(looks: list[Judgement]) -> Judgement:
    """The middle of several looks at one page; every fault that any of them found."""
    first = looks[0]
    return Judgement(
        {name: round(statistics.median(look.scores[name] for look in looks)) for name in first.scores},
        {name: statistics.median(look.times[name] for look in looks) for name in first.times},
        tuple(dict.fromkeys(fault for look in looks for fault in look.faults)),
    )


def table(judged: dict[str, Judgement]) -> str:
    """A row for each page."""
    lines = ["| page | performance | accessibility | best practices | SEO | FCP s | LCP s | TBT s | CLS |"]
    lines.append("| --- |" + " ---: |" * 8)
    for name, judgement in judged.items():
        scores = " | ".join(str(judgement.scores[goal]) for goal in GOALS)
        times = " | ".join(f"{value:.2f}" for value in judgement.times.values())
        lines.append(f"| {name} | {scores} | {times} |")
    return "\n".join(lines)


def main() -> int:
    """Judge every page; code 1 where one is below GOALS."""
    parser = argparse.ArgumentParser(prog="python -m tools.lighthouse", description=__doc__)
    parser.add_argument("--port", default="8000")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    address = f"http://{ports.HOST}:{ports.parse(given.port)}"
    found = pages(address)
    lighthouse = npm.ensure("lighthouse") / "node_modules" / "lighthouse" / "cli" / "index.js"
    browser = chromium.path(shell=False)
    judged = {}
    for name, path in found.items():
        with Step(f"Lighthouse: {name} ({path})"):
            judged[name] = median([judge(f"{address}{path}", lighthouse, browser) for _ in range(given.rounds)])
    load, cores = os.getloadavg()[0], os.cpu_count()
    when = time.strftime("%Y-%m-%d %H:%M %Z")
    say(f"\n`make lighthouse`, {when}, {cores} cores, load {load:.1f}, median of {given.rounds}.\n\n{table(judged)}\n")
    below = [
        f"{name}: {goal} {judgement.scores[goal]} < {least}"
        for name, judgement in judged.items()
        for goal, least in GOALS.items()
        if judgement.scores[goal] < least
    ]
    for name, judgement in judged.items():
        for fault in judgement.faults:
            say(f"{name}: {fault}")
    if below:
        say("Chưa đạt (below the goal): " + "; ".join(below))
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(run(main))
