"""The kit of one page: every file with what it is made of, before a byte is made."""

import io
from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _

from sharing import qr
from sharing.kit.content import File, Kit
from sharing.kit.texts import as_file
from sharing.networks import marked
from sharing.print import pictures
from sharing.print.content import Picture
from sharing.short_links import short_url
from stories.kit.cards import card_files
from stories.kit.sheets import KINDS, poster_of
from stories.kit.telling import Telling, file_slug
from stories.kit.words import words_of

CARDS, POSTERS, CODES, CAPTIONS, PHOTOS = "anh-chia-se", "ap-phich", "ma-qr", "chu-kem", "anh-goc"
README, ALTS, CREDITS = "DOC-CAI-NAY.txt", "mo-ta-anh.txt", "ghi-cong.txt"
QR_PIXELS: Final = 1200
PHOTO_PIXELS: Final = 2400
"""The longer side of a photo in the kit: enough for A4 at 200 dpi."""


def kit_of(telling: Telling) -> Kit:
    """The page's kit. In the page's language: call it under `translation.override`."""
    files = [
        *card_files(telling, CARDS),
        *_posters(telling),
        *_codes(telling),
        *_captions(telling),
        *_photos(telling),
    ]
    return Kit(f"bo-chia-se-{file_slug(telling.page)}", (_readme(telling, files), *files))


def _text(path: str, text: str) -> File:
    return File(path, text, lambda: as_file(text))


def _posters(telling: Telling) -> Iterator[File]:
    content = poster_of(telling)
    for kind in KINDS.values():
        yield File(f"{POSTERS}/{kind.file}", [kind.file, content], lambda kind=kind: kind.draw(content))  # type: ignore[misc]


def _codes(telling: Telling) -> Iterator[File]:
    address = marked(short_url(telling.page), "qr", "kit")
    yield File(f"{CODES}/ma-qr.svg", address, lambda: qr.svg_file(address))
    yield File(f"{CODES}/ma-qr.png", address, lambda: _png(address))


def _png(address: str) -> bytes:
    code = qr.code(address)
    out = io.BytesIO()
    modules = code.symbol_size(border=qr.QUIET)[0]
    code.save(out, kind="png", scale=-(-QR_PIXELS // modules), border=qr.QUIET, dark=qr.DARK, light=qr.LIGHT)
    return out.getvalue()


def _captions(telling: Telling) -> Iterator[File]:
    for words in words_of(telling):
        yield _text(f"{CAPTIONS}/{words.channel.name}.txt", words.text)


def _photos(telling: Telling) -> Iterator[File]:
    undescribed, unsigned = _("(no description yet)"), _("(no credit yet: ask before you print it elsewhere)")
    alts, credited = [], []
    for number, photo in enumerate(telling.photos, 1):
        path = f"{PHOTOS}/anh-{number}.jpg"
        yield File(path, photo.picture, lambda photo=photo: _jpeg(photo.picture))  # type: ignore[misc]
        alts.append(f"{path}: {photo.alt or undescribed}")
        credited.append(f"{path}: {photo.credit or unsigned}")
    alts.append(f"{CARDS}, {POSTERS}: {telling.title}")
    yield _text(ALTS, "\n".join([_("Text alternatives for those who cannot see the pictures"), "", *alts]))
    yield _text(CREDITS, "\n".join([_("Whose pictures these are"), "", *(credited or [_("There are no photos.")])]))


def _jpeg(picture: Picture) -> bytes:
    """The photo; empty where its file was lost since the kit was begun (the log tells)."""
    opened = pictures.opened(picture)
    return pictures.scaled(opened, PHOTO_PIXELS) if opened is not None else b""


def _readme(telling: Telling, files: list[File]) -> File:
    there = {file.path.partition("/")[0] for file in files}
    about = {
        CARDS: _("pictures for posts: 1200×630 for links, 1080×1080 for posts, 1080×1920 for stories"),
        POSTERS: _("posters to print: A4, A3 for notice boards, and one that spares ink"),
        CODES: _("the QR code of the page, to put into prints of your own"),
        CAPTIONS: _("what to write, one file for each network, each with its own link"),
        PHOTOS: _("the photos that others may use"),
        ALTS: _("descriptions of the pictures, for the field “alternative text”"),
        CREDITS: _("whose pictures these are; print it beside them"),
    }
    lines = [telling.title, short_url(telling.page), ""]
    lines += [f"{name}: {said}" for name, said in about.items() if name in there]
    lines += ["", _("Photos for which there is no consent or no right of use are not in here.")]
    lines += [
        _("When the page changes, so does the kit: fetch it again before you print."),
        "",
        telling.brand.programme,
    ]
    return _text(README, "\n".join(line for line in lines))
