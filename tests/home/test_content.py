"""The demo's texts keep the house's rules: clean Vietnamese, honest dates, whole references, English beside it."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from itertools import chain
from typing import Any

import pytest

from campaigns.tracking.demo import data as figures
from home.demo.files import CONTENT, IMAGES, read
from home.demo.loader import CAMPAIGN, CREDIT
from vietnamese.slugs import slugify

Table = dict[str, Any]

FILES = sorted(str(path.relative_to(CONTENT)) for path in CONTENT.rglob("*.toml"))
STORIES = [name for name in FILES if name.startswith("stories/")]
INITIATIVES = [name for name in FILES if name.startswith("initiatives/")]
PAGES = [name for name in FILES if name.startswith("pages/")]
ENGLISH_NAMES = ("en/clusters.toml", "en/fields.toml")  # of what the tracking database's demo lists in Vietnamese
ENGLISH = [name for name in FILES if name.startswith("en/") and name not in ENGLISH_NAMES]
ENGLISH_STORIES = [name for name in ENGLISH if name.startswith("en/stories/")]
WITH_BODY = [*STORIES, *PAGES, *ENGLISH_STORIES, *(name for name in ENGLISH if name.startswith("en/pages/"))]

UNITS = {unit.code for unit in figures.units()} | {""}
PICTURES = {path.stem for path in IMAGES.glob("*.webp")}
OPENS, CLOSES = datetime(2022, 4, 21, 17, tzinfo=UTC), datetime(2022, 5, 10, 6, 30, tzinfo=UTC)
"""Nothing is dated before the campaign, nor after the moment at which the demo's clock starts."""

# Tones stand as dictionaries of the new school put them: "hòa", "thủy"; the q of "quý" belongs to its u.
OLD_TONES = re.compile(r"(?<!q)(?:o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])(?!\w)", re.IGNORECASE)
BAD_MARKS = re.compile(r" [,.;:!?]|\.\.|!!|\?\?|,,| {2}\S")
NOT_OURS = re.compile(r"\btỉ (đồng|lệ|số)\b|\bqui (định|trình)\b|\bkĩ\b|\blí do\b", re.IGNORECASE)
TAGS = {"p", "h2", "h3", "b", "i", "ul", "ol", "li", "a"}


def texts(value: Any) -> Iterator[str]:
    """Every string in a content file."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        yield from chain.from_iterable(map(texts, value))
    elif isinstance(value, dict):
        yield from chain.from_iterable(map(texts, value.values()))


def references(value: Any, key: str) -> Iterator[Any]:
    """What stands under `key`, at any depth."""
    if isinstance(value, list):
        yield from chain.from_iterable(references(item, key) for item in value)
    elif isinstance(value, dict):
        if key in value:
            yield value[key]
        yield from chain.from_iterable(references(item, key) for item in value.values())


def slugs(names: list[str]) -> list[str]:
    return [read(name)["slug"] for name in names]


def words(content: Table) -> int:
    """The words that a reader of a story reads."""
    read_aloud = [content["lead"], *(block.get("html") or block.get("text") or "" for block in content["body"])]
    return sum(len(re.sub(r"<[^>]+>", " ", text).split()) for text in read_aloud)


class Structure(HTMLParser):
    """Reads a piece of rich text: the tags that it leaves open or must not hold, and its words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.words = ""
        self.feed(text)
        self.faults += self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        if tag not in TAGS or any(name != "href" for name, _value in attrs):
            self.faults.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.mark.parametrize("name", FILES)
def test_a_text_is_clean(name: str) -> None:
    raw = (CONTENT / name).read_text(encoding="utf-8")
    assert raw == unicodedata.normalize("NFC", raw)
    faults = [text[:60] for text in texts(read(name)) for rule in (BAD_MARKS,) if rule.search(text)]
    if not name.startswith("en/"):
        faults += [found[0] for rule in (OLD_TONES, NOT_OURS) for found in rule.finditer(raw)]
    assert faults == []


@pytest.mark.parametrize("name", [*WITH_BODY, *INITIATIVES])
def test_rich_text_is_whole_and_uses_the_editors_tags_alone(name: str) -> None:
    content = read(name)
    pieces = [*references(content, "html"), *(content[key] for key in ("problem", "idea", "result") if key in content)]
    assert pieces
    for piece in map(Structure, pieces):
        assert piece.faults == []
        assert '"' not in piece.words  # quotes are “curly”
        assert name.startswith("en/") or "'" not in piece.words


@pytest.mark.parametrize("name", FILES)
def test_everything_that_a_text_names_is_there(name: str) -> None:
    content = read(name)
    assert set(references(content, "image")) <= PICTURES
    assert {portrait for portrait in references(content, "portrait") if portrait} <= PICTURES
    assert {unit for unit in references(content, "unit") if isinstance(unit, str)} <= UNITS
    for block in content.get("body", []):
        if block["type"] == "counter":
            assert block["campaign"] == CAMPAIGN
        elif block["type"] == "initiative":
            assert block["slug"] in slugs(INITIATIVES)
        elif block["type"] == "figure":
            assert bool(block["alt"]) is not block["decorative"]
    related = {slug for block in content.get("body", []) if block["type"] == "related" for slug in block["slugs"]}
    related |= set(content.get("related", []))
    assert related <= set(slugs(STORIES)) - {content.get("slug")}


@pytest.mark.parametrize(
    "names", [STORIES, INITIATIVES, PAGES, ENGLISH_STORIES], ids=["vi", "initiatives", "pages", "en"]
)
def test_addresses_are_plain_and_each_is_used_once(names: list[str]) -> None:
    found = slugs(names)
    assert [slug for slug in found if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)] == []
    assert [slug for slug, times in Counter(found).items() if times > 1] == []


@pytest.mark.parametrize("name", [*STORIES, *ENGLISH_STORIES])
def test_a_story_is_as_long_as_a_story_and_dated_within_the_campaign(name: str) -> None:
    content = read(name)
    assert 350 <= words(content) <= 700
    assert OPENS <= content["date"] <= CLOSES
    assert content["image_alt"]
    assert content["image_caption"].endswith("Illustration: Editorial Board" if name.startswith("en/") else CREDIT)


@pytest.mark.parametrize("name", [name for name in FILES if "search_description" in read(name)])
def test_a_description_is_as_long_as_search_engines_show(name: str) -> None:
    least = 30 if name.split("/")[0] in ("ko", "ja", "zh-hans") else 60  # a letter of theirs is a syllable or a word
    assert least <= len(read(name)["search_description"]) <= 155


@pytest.mark.parametrize("name", INITIATIVES)
def test_an_initiative_is_marked_as_an_example_and_recognised_before_it_is_told(name: str) -> None:
    content = read(name)
    assert content["example"]
    assert date(2021, 9, 1) <= content["recognised_on"] <= content["date"].date()
    assert OPENS <= content["date"] <= CLOSES
    assert content["quote"]["name"] in {author["name"] for author in content["authors"]}
    assert "benefit_vnd" not in content or "theo báo cáo" in content["benefit_note"]


def test_codes_of_initiatives_are_used_once() -> None:
    codes = Counter(read(name)["code"] for name in INITIATIVES)
    assert [code for code, times in codes.items() if times > 1] == []


@pytest.mark.parametrize("name", ENGLISH)
def test_english_stands_beside_its_original(name: str) -> None:
    english, original = read(name), read(name.removeprefix("en/"))
    one_for_all_languages = {"foreign_words"}
    assert english.keys() == original.keys() - one_for_all_languages
    for key in ("kind", "date", "unit", "image", "featured", "example", "related"):
        assert english.get(key) == original.get(key), key
    for ours, theirs in zip(english.get("body", []), original.get("body", []), strict=True):
        for key in ("type", "image", "campaign", "unit", "portrait", "decorative", "slug"):
            assert ours.get(key) == theirs.get(key), (ours["type"], key)
        for key in ("items", "images", "slugs"):
            assert len(ours.get(key, [])) == len(theirs.get(key, [])), (ours["type"], key)
    dates = [
        [(period["kind"], period["starts_on"], period["ends_on"]) for period in content.get("peak_periods", [])]
        for content in (english, original)
    ]
    assert dates[0] == dates[1]


def test_rings_are_not_said_to_be_what_they_are_not_on_the_campaigns_pages() -> None:
    for name in ("campaign.toml", "en/campaign.toml"):
        assert not re.search(r"vòng tròn|\brings?\b", read(name)["lead"], re.IGNORECASE)


def test_an_address_tells_no_word_of_a_method_that_is_kept_back() -> None:
    for content in map(read, INITIATIVES):
        if content["restricted"]:
            assert set(content["slug"].split("-")) <= set(slugify(content["title"]).split("-"))


def test_the_two_ways_of_counting_are_told_apart() -> None:
    told = " ".join(texts(read("pages/cach-tinh-so-lieu.toml")))
    assert "phép cộng" not in told  # the whole is no sum of what units add
    assert "cộng số của các đơn vị không ra số cả nước" in told
