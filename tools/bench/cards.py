"""How long a share card takes to be drawn and packed, and what it weighs."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from django.test import override_settings
from PIL import Image

from sharing.cards.content import CardContent, Figures, Kind, Person, Photo, Signature, Size
from sharing.cards.designs import draw
from sharing.cards.jpeg import encoded
from tools.bench.table import Table, kib, median_ms, ms
from tools.with_django import ROOT

ROUNDS = 15
PIXELS = (4000, 3000)
"""Of the photo: 12 megapixels."""
SCENE = ROOT / "home" / "demo" / "images" / "cao-su.webp"
PORTRAIT = ROOT / "home" / "demo" / "images" / "nguoi-cao-su.webp"


def contents(photo: Photo, portrait: Photo) -> dict[str, CardContent]:
    """One card of each kind, with a title of two or three lines."""
    text = CardContent(
        Kind.TEXT,
        "Từ một mảnh rập nhựa, chuyền may số 7 giữ được nhịp giữa mùa khó",
        "Câu chuyện",
        signature=Signature("1 triệu sáng kiến", "sangkien.example"),
    )
    figures = Figures(
        value="141.846",
        label="mục tiêu 300.000 sáng kiến",
        as_of="Tính đến 14:05 ngày 10/5/2022",
        state="Số liệu đang cập nhật",
        moment=datetime(2022, 5, 10, 7, 5, tzinfo=UTC),
        percent="47,3%",
        share=0.473,
    )
    person = Person("Trần Văn Bảy", "Công nhân cạo mủ", "Công đoàn Cao su Việt Nam", portrait)
    return {
        "text": text,
        "photo of 12 megapixels": replace(text, kind=Kind.PHOTO, photo=photo, figure="418 triệu đồng/năm"),
        "live number": replace(text, kind=Kind.NUMBER, figures=figures),
        "person": replace(text, kind=Kind.PERSON, photo=photo, person=person),
    }


def bench() -> Table:
    """Every kind in every size: drawing and packing as JPEG, the photo read from disk each time."""
    rows = []
    with tempfile.TemporaryDirectory() as folder, override_settings(MEDIA_ROOT=folder):
        with Image.open(SCENE) as scene:
            scene.convert("RGB").resize(PIXELS).save(Path(folder) / "photo.jpg", quality=90)
        with Image.open(PORTRAIT) as portrait:
            portrait.convert("RGB").save(Path(folder) / "portrait.jpg", quality=90)
            taken = Photo("portrait.jpg", portrait.size)
        for name, content in contents(Photo("photo.jpg", PIXELS), taken).items():
            for size in Size:
                duration = median_ms(partial(_made, content, size), ROUNDS)
                rows.append([f"{name}, {size}", ms(duration), kib(len(_made(content, size)))])
    return Table(
        "Share cards",
        f"Drawing and packing one card, in one process: median of {ROUNDS}.",
        ["what", "ms", "KiB"],
        rows,
    )


def _made(content: CardContent, size: Size) -> bytes:
    return encoded(draw(content, size))
