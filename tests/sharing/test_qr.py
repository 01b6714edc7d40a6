"""QR codes: what a phone reads from them, and that they may stand in any page."""

import io

import pytest
import zxingcpp
from bs4 import BeautifulSoup
from PIL import Image

from sharing import qr

ADDRESS = "https://tuhao.example/s/2f?utm_source=qr&utm_medium=share"


@pytest.mark.parametrize("text", [ADDRESS, "https://tuhao.example/s/2f/79", "Tự hào trí tuệ lao động Việt Nam"])
def test_a_scanner_reads_what_was_written(text: str) -> None:
    out = io.BytesIO()
    qr.code(text).save(out, kind="png", scale=4, border=qr.QUIET)
    (found,) = zxingcpp.read_barcodes(Image.open(out).convert("L"))
    assert found.text == text


def test_the_code_bears_loss() -> None:
    assert qr.code(ADDRESS).error in {"M", "Q", "H"}


def test_the_drawing_needs_no_style_and_names_itself() -> None:
    drawing = qr.svg(ADDRESS, 'Mã QR của "Chuyền <12>"')
    svg = BeautifulSoup(drawing, "html.parser").svg
    assert svg is not None and svg["aria-label"] == 'Mã QR của "Chuyền <12>"' and svg["role"] == "img"
    assert "style" not in drawing and "<script" not in drawing
    light, dark = svg.select("path")
    assert light["fill"] == "#fff" and dark["stroke"] == qr.DARK
    assert svg["viewbox"] == "0 0 41 41"  # 33 modules of version 4, and the quiet zone of 4 on each side


def test_a_drawing_without_a_name_is_hidden_from_who_listens() -> None:
    assert 'aria-hidden="true"' in qr.svg(ADDRESS)
