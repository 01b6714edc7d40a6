"""The Vietnamese admin: every string that editors meet has its Vietnamese, well formed, in one vocabulary."""

from __future__ import annotations

import re
from pathlib import Path

import polib
import pytest
from django import forms
from django.test import override_settings
from django.utils.translation.trans_real import DjangoTranslation

from publishing.admin_labels import LABELS
from tools.locale.catalogues import (
    ADMIN_LOCALE,
    DOMAINS,
    LANGUAGE,
    PACKAGES,
    ROOT,
    Key,
    Package,
    faults,
    key,
    sources,
    translation,
)
from tools.locale.collect import refreshed
from tools.locale.compile import catalogues, compile_catalogue

COVERAGE = 0.98
"""Least share of a package's strings with Vietnamese. The locked versions have it all; the rest is room to
try the next ones before their new strings are translated."""

TERMS = {
    r"alias(es)?": "bí danh",
    r"collections?": "bộ sưu tập",
    r"(a|the|your|add|edit|edited|new|delete|deleted) comments?": "nhận xét",
    r"documents?": "tài liệu",
    r"draft": "bản nháp",
    r"images?": "ảnh",
    r"moderation": "duyệt",
    r"permissions?": "quyền",
    r"publish(ed|ing)?": "xuất bản",
    r"redirects?": "chuyển hướng",
    r"revisions?": "phiên bản",
    r"slug": "đường dẫn tĩnh",
    r"snippets?": "mục dùng chung",
    r"tasks?(?! submitted)": "bước",
    r"unpublish": "gỡ xuất bản",
    r"unschedule": "hủy hẹn giờ",
    r"workflows?(?! tasks?)": "quy trình",
}
"""An English term (a pattern of whole words) and the words that its Vietnamese must hold: GLOSSARY.md."""

KEPT = {
    *("Wagtail", "Localize", "Django", "Embedly", "JavaScript", "Unicode"),  # names
    *("email", "menu", "website"),  # said so in Vietnamese offices
    *(
        "URL",
        "API",
        "PO",
        "JSON",
        "IP",
        "HTML",
        "HTTPS",
        "CSV",
        "XLSX",
        "UTC",
        "UUID",
        "v",
        "id",
    ),  # of the web
    *("http", "domain", "com", "blog"),  # an example address
    *("ascii", "snake", "case", "from", "to", "A", "Z", "a", "z", "Enter"),  # a code style, columns, keys
}
"""English words that may stand in a Vietnamese text."""

OTHER_TONE_PLACEMENT = re.compile(r"\b\w*(?:o[áàảãạ]|o[éèẻẽẹ]|(?<!q)u[ýỳỷỹỵ])\b", re.IGNORECASE)
"""The newer placement in open syllables: "khoá", "huỷ". The catalogue writes "khóa", "hủy"."""


def path_of(domain: str) -> Path:
    return ADMIN_LOCALE / LANGUAGE / "LC_MESSAGES" / f"{domain}.po"


CATALOGUES = {domain: polib.pofile(str(path_of(domain)), wrapwidth=100) for domain in DOMAINS}
ENTRIES = [entry for domain in DOMAINS for entry in CATALOGUES[domain]]
TRANSLATED: dict[str, dict[Key, polib.POEntry]] = {
    domain: {key(entry): entry for entry in CATALOGUES[domain] if translation(entry)} for domain in DOMAINS
}


def packages_of(entry: polib.POEntry) -> list[str]:
    """The packages that use an entry, as its comment names them."""
    return re.split(r",\s+", entry.comment)


def visible(text: str) -> str:
    """A text without placeholders, tags, entities and lists of signs: what a reader sees of it as words."""
    return re.sub(r"%\([^)]+\)[sd]|%[sd]|\{[^{}]*\}|</?[a-zA-Z][^<>]*>|&\w+;", " ", text)


def words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", visible(text))


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.name)
def test_strings_of_a_package_have_vietnamese(package: Package) -> None:
    owed = [(domain, key(entry)) for domain in DOMAINS for entry in package.entries(domain)]
    own = {} if package.whole else package.own_translations("django")
    missing = [string for domain, string in owed if string not in TRANSLATED[domain] and string not in own]
    assert owed
    assert 1 - len(missing) / len(owed) >= COVERAGE, missing


def test_every_entry_is_well_formed() -> None:
    assert len(ENTRIES) > 2_000
    found = {sources(entry): problems for entry in ENTRIES if translation(entry) and (problems := faults(entry))}
    assert not found


@pytest.mark.parametrize(
    ("english", "vietnamese", "fault"),
    [
        ("Page '%(title)s' deleted.", "Đã xóa trang.", "placeholders differ"),
        ("Page '%(title)s' deleted.", "Đã xóa trang “%(tite)s”.", "placeholders differ"),
        ("%s pages", "%d trang", "placeholders differ"),
        ("Translated with {}.", "Đã dịch bằng.", "placeholders differ"),
        ("<b>Locked</b>", "<b>Đã khóa<b>", "tags differ"),
        ("A &amp; B", "A và B", "entities differ"),
        ("Lock", "Kho\N{COMBINING ACUTE ACCENT}a", "not NFC"),
        ("Status: ", "Trạng thái:", "outer white space differs"),
        ("Lock page", "Khóa  trang", "double space"),
    ],
)
def test_a_badly_formed_entry_is_found(english: str, vietnamese: str, fault: str) -> None:
    assert faults(polib.POEntry(msgid=english, msgstr=vietnamese)) == [fault]


@pytest.mark.parametrize(
    ("english", "vietnamese"),
    [
        ("Page '%(title)s' deleted.", "Đã xóa trang “%(title)s”."),
        ("Moved %(old)s to %(new)s", "%(new)s là chỗ mới của %(old)s"),
        ("100% of pages", "100% số trang"),
    ],
)
def test_a_well_formed_entry_passes(english: str, vietnamese: str) -> None:
    assert faults(polib.POEntry(msgid=english, msgstr=vietnamese)) == []


def test_the_plural_text_decides_on_placeholders() -> None:
    good = polib.POEntry(msgid="1 page", msgid_plural="%(n)s pages", msgstr_plural={0: "%(n)s trang"})
    bad = polib.POEntry(msgid="1 page", msgid_plural="%(n)s pages", msgstr_plural={0: "1 trang"})
    assert faults(good) == []
    assert faults(bad) == ["placeholders differ"]


def test_no_english_is_left_in_the_vietnamese() -> None:
    left = {}
    for entry in ENTRIES:
        if packages_of(entry)[0].startswith("django."):
            continue  # names of languages, and what the framework tells developers
        english = {word.lower() for text in sources(entry) for word in words(text)}
        kept = {word for word in words(translation(entry)) if word.isascii() and word.lower() in english}
        if unknown := {word for word in kept if word not in KEPT and word.lower() not in KEPT}:
            left[entry.msgid] = unknown
    assert not left


def test_tone_marks_stand_in_the_older_place() -> None:
    assert [OTHER_TONE_PLACEMENT.search(text) is None for text in ("khoá", "Huỷ", "khoẻ")] == [False] * 3
    assert not OTHER_TONE_PLACEMENT.search("Khóa toàn bộ, hủy, khỏe, quý, quỹ, thuyết, hoán")
    found = {entry.msgid for entry in ENTRIES if OTHER_TONE_PLACEMENT.search(translation(entry))}
    assert not found


@pytest.mark.parametrize("term", TERMS)
def test_one_thing_has_one_name(term: str) -> None:
    pattern = re.compile(rf"(?<![\w-]){term}(?![\w-])", re.IGNORECASE)
    found = {
        entry.msgid: translation(entry)
        for entry in ENTRIES
        if packages_of(entry)[0].startswith("wagtail")
        and pattern.search(" ".join(visible(text) for text in sources(entry)))
        and TERMS[term] not in translation(entry).lower()
    }
    assert not found


def test_the_sites_own_catalogue_leaves_the_admins_words_alone() -> None:
    """LOCALE_PATHS puts site/locale first: a string that both have must mean the same, or carry a context there."""
    changed = {
        entry.msgid: (translation(TRANSLATED["django"][key(entry)]), translation(entry))
        for path in catalogues()
        if not path.is_relative_to(ADMIN_LOCALE) and path.parts[-3:-1] == (LANGUAGE, "LC_MESSAGES")
        for entry in polib.pofile(str(path))
        if translation(entry) and key(entry) in TRANSLATED["django"]
        if translation(entry) != translation(TRANSLATED["django"][key(entry)])
    }
    assert not changed


def place(entry: polib.POEntry) -> tuple[int, str, str]:
    """Where an entry stands: by the first package that has it, then by its English text."""
    names = [package.name for package in PACKAGES]
    first = packages_of(entry)[0]
    return (names.index(first) if first in names else len(names), entry.msgid, entry.msgctxt or "")


@pytest.mark.parametrize("domain", DOMAINS)
def test_the_file_is_sorted_and_stable(domain: str) -> None:
    catalogue = CATALOGUES[domain]
    assert path_of(domain).read_text(encoding="utf-8") == str(catalogue)
    places = [place(entry) for entry in catalogue]
    listed = [where for where in places if where[0] < len(PACKAGES)]  # the strings of extra.pot come after
    assert places[: len(listed)] == sorted(listed)


@pytest.mark.parametrize("domain", DOMAINS)
def test_the_file_names_no_machine(domain: str) -> None:
    for entry in CATALOGUES[domain]:
        assert not (entry.occurrences or entry.obsolete or entry.fuzzy)
        assert all(re.fullmatch(r"[a-z_0-9.]+", package) for package in packages_of(entry))


@pytest.mark.parametrize("domain", DOMAINS)
def test_collect_keeps_what_is_written(domain: str) -> None:
    fresh = {key(entry): translation(entry) for entry in refreshed(domain, TRANSLATED[domain])}
    kept = {string: entry for string, entry in TRANSLATED[domain].items() if string in fresh}
    assert len(kept) >= COVERAGE * len(TRANSLATED[domain])
    assert all(fresh[string] == translation(entry) for string, entry in kept.items())


def test_collect_takes_in_new_strings_and_drops_old_ones() -> None:
    gone = polib.POEntry(msgid="A string that no version has", msgstr="Chuỗi không bản nào có")
    fresh = {key(entry): entry for entry in refreshed("django", {key(gone): gone})}
    assert key(gone) not in fresh
    assert translation(fresh[(None, "Keyboard shortcuts")]) == ""
    assert "wagtail.snippets" in packages_of(fresh[(None, "%(label)s and Publish")])


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A locale folder with the compiled admin catalogue and nothing else."""
    folder = tmp_path_factory.mktemp("locale")
    for domain in DOMAINS:
        target = folder / LANGUAGE / "LC_MESSAGES" / f"{domain}.mo"
        assert compile_catalogue(path_of(domain), target) == len(TRANSLATED[domain])
    return folder


def test_compile_finds_every_catalogue_of_the_site() -> None:
    found = list(catalogues())
    assert found == sorted((ROOT / "site").glob("locale*/*/LC_MESSAGES/*.po"))
    assert {path_of(domain) for domain in DOMAINS} <= set(found)


def test_compile_leaves_only_the_finished_file(tmp_path: Path) -> None:
    source = tmp_path / "django.po"
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
    source.write_text(f'{header}\nmsgid "Lock"\nmsgstr "Khóa"\n', encoding="utf-8")
    target = tmp_path / "new" / "django.mo"
    assert compile_catalogue(source, target) == 1
    assert [entry.msgstr for entry in polib.mofile(str(target))] == ["Khóa"]
    assert [path.name for path in target.parent.iterdir()] == ["django.mo"]


def in_effect(catalogue: DjangoTranslation, entry: polib.POEntry) -> str:
    """What Django shows for an entry, for the number 5 where it has plural forms."""
    msgid = f"{entry.msgctxt}\x04{entry.msgid}" if entry.msgctxt else entry.msgid
    if entry.msgid_plural:
        return catalogue.ngettext(msgid, entry.msgid_plural, 5)
    return catalogue.gettext(msgid)


def test_django_shows_these_texts(compiled: Path) -> None:
    with override_settings(LOCALE_PATHS=[compiled]):
        catalogue = DjangoTranslation(LANGUAGE)
    other = {
        entry.msgid: shown
        for entry in CATALOGUES["django"]
        if (shown := in_effect(catalogue, entry)) != translation(entry)
    }
    assert not other
    assert catalogue.gettext("Password reset unsuccessful") == "Đặt lại mật khẩu không thành công"
    assert catalogue.ngettext("%(num)d day", "%(num)d days", 1) == "%(num)d ngày"


@pytest.mark.parametrize("package", ["wagtail.admin", "wagtail_localize"])
def test_the_admin_scripts_show_these_texts(compiled: Path, package: str) -> None:
    """As JavaScriptCatalog builds it: the package's own catalogue, then the project's."""
    folder = next(found.folder() for found in PACKAGES if found.name == package)
    with override_settings(LOCALE_PATHS=[compiled]):
        catalogue = DjangoTranslation(LANGUAGE, domain="djangojs", localedirs=[str(folder / "locale")])
    entries = [entry for entry in CATALOGUES["djangojs"] if package in packages_of(entry)]
    assert len(entries) > 40
    assert all(in_effect(catalogue, entry) == translation(entry) for entry in entries)


@pytest.mark.parametrize("form", LABELS, ids=lambda form: form.__name__)
def test_fields_that_wagtail_leaves_unnamed_have_labels(form: type[forms.Form]) -> None:
    for name, label in LABELS[form].items():
        assert form.base_fields[name].label == label
    shown = {name for name, field in form.base_fields.items() if not field.widget.is_hidden}
    unnamed = {name for name in shown if form.base_fields[name].label is None}
    assert unnamed <= {"username"}  # its label is the user model's own, set when the form is made
