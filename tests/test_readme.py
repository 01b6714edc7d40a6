"""What README and docs say is so: commands, variables, files, accounts, the direction of imports."""

import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

from home.demo.accounts import ACCOUNTS
from tools.screenshots import PICTURES

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
DOCUMENTS = [README, *sorted((ROOT / "docs").rglob("*.md"))]
LARGEST_PICTURE = 250 * 1024
SYSTEM_PROGRAMS = {
    "adduser", "apt", "cp", "createdb", "createuser", "export", "mariadb", "git", "mkdir", "nginx", "psql", "rm", "set",
    "systemctl",
}  # fmt: skip


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def commands() -> Iterator[tuple[str, list[str]]]:
    """Every line of the documents' shell blocks, as words without leading assignments, with where it stands."""
    for document in DOCUMENTS:
        for block in re.findall(r"^ *```sh\n(.*?)^ *```", text(document), re.MULTILINE | re.DOTALL):
            for line in block.splitlines():
                for part in line.split("; "):
                    words = shlex.split(part)
                    while words and re.match(r"[A-Z_]+=", words[0]):
                        words.pop(0)
                    if words:
                        yield document.name, words


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):.*## ", text(ROOT / "Makefile"), re.MULTILINE))


def table(document: Path, heading: str) -> list[list[str]]:
    """The cells of the first table below a heading, its head left out."""
    below = text(document).split(f"\n{heading}\n", 1)[1]
    rows = re.search(r"((?:^\|.*\n)+)", below, re.MULTILINE)
    assert rows is not None
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows[1].splitlines()[2:]]


def variables() -> dict[str, str]:
    """The README's variables, each with its last column."""
    return {row[0].strip("`"): row[-1] for row in table(README, "## Configuration")}


def slug(heading: str) -> str:
    """The anchor that is made of a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def test_every_make_target_is_one() -> None:
    used = {words[1] for _where, words in commands() if words[0] == "make"}
    assert {"serve", "test"} <= used <= make_targets()


def test_every_management_command_is_one_with_these_options() -> None:
    known = get_commands()
    used = [(words[2], words[3:]) for _where, words in commands() if words[:2] == [".venv/bin/python", "manage.py"]]
    assert len(used) > 10
    for name, arguments in used:
        assert name in known, name
        app = known[name]
        command = load_command_class(app, name) if isinstance(app, str) else app
        options = command.create_parser("manage.py", name)._option_string_actions
        assert {each for each in arguments if each.startswith("--")} <= options.keys(), name


def test_every_other_command_is_known() -> None:
    for where, (program, *rest) in commands():
        if program == "python3":
            assert rest[0] == "-m" and (ROOT / f"{rest[1].replace('.', '/')}.py").exists(), where
        elif program == ".":
            assert rest == ["/etc/tu-hao.env"]
        elif program not in {"make", ".venv/bin/python"}:
            assert program in SYSTEM_PROGRAMS | {".venv/bin/gunicorn", ".venv/bin/uvicorn"}, f"{where}: {program}"


def test_units_run_commands_that_exist() -> None:
    used = re.findall(r"manage\.py (\w+)", "".join(text(unit) for unit in (ROOT / "deploy" / "systemd").iterdir()))
    assert sorted(used) == [
        "apply_consents",
        "collect_counters",
        "db_worker",
        "forget_questions",
        "prune_db_task_results",
        "publish_scheduled",
        "renew_cards",
        "renew_cards",
    ]
    assert set(used) <= get_commands().keys()


def test_the_table_has_every_variable_and_no_other() -> None:
    read = set(re.findall(r'(?:text|whole)\("([A-Z_]+)"', text(ROOT / "site/config/env.py")))
    for folder in ("tools", "site/config", "tests/services"):
        for path in (ROOT / folder).rglob("*.py"):
            read |= set(re.findall(r'environ(?:\.get\(|\.setdefault\(|\[)\s*"([A-Z_]+)"', text(path)))
    assert set(variables()) == read


def test_what_production_needs_is_marked() -> None:
    required = set(re.findall(r'"([A-Z_]+)": ENV\.', text(ROOT / "site/config/settings/production.py")))
    assert {name for name, in_production in variables().items() if in_production == "needed"} == required


def test_the_example_environment_is_of_known_variables() -> None:
    section = text(ROOT / "docs/operations.md").split("## 3. The environment")[1].split("## 4.")[0]
    used = set(re.findall(r"^([A-Z_]+)=", section, re.MULTILINE))
    needed = {name for name, in_production in variables().items() if in_production in ("needed", "set it")}
    assert used == needed


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_leads_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)]+)\)", text(document)):
        path, _, anchor = target.partition("#")
        other = (document.parent / path).resolve() if path else document
        assert other.exists(), target
        if anchor:
            assert anchor in {slug(heading) for heading in re.findall(r"^#+ (.+)$", text(other), re.MULTILINE)}, target


def test_every_picture_is_shown_made_by_the_tool_and_small() -> None:
    shown = set(re.findall(r"screenshots/([\w-]+)\.webp", "".join(map(text, DOCUMENTS))))
    there = {path.stem: path.stat().st_size for path in (ROOT / "docs/screenshots").iterdir()}
    assert shown == set(there) == {picture.name for picture in PICTURES}
    assert max(there.values()) <= LARGEST_PICTURE


def test_imports_run_as_the_readme_says() -> None:
    sentence = re.search(r"Imports run one way.*?: (.*?)\.\n", text(README), re.DOTALL)
    assert sentence is not None
    said = [re.findall(r"`(\w+)`", layer) for layer in sentence[1].split("→")]
    contracts = tomllib.loads(text(ROOT / "pyproject.toml"))["tool"]["importlinter"]["contracts"]
    layers = next(each["layers"] for each in contracts if each["type"] == "layers")
    assert said == [layer.split(" | ") for layer in layers]


def test_the_accounts_are_those_of_the_demo() -> None:
    said = [row[0].strip("`") for row in table(README, "## Editing")]
    assert said == [username for username, *_rest in ACCOUNTS]


def test_every_folder_of_the_table_exists() -> None:
    for row in table(README, "## How it is built"):
        for folder in re.findall(r"`([^`]+)/`", row[0]):
            assert (ROOT / folder).is_dir(), folder
