"""Draw what carries the mark outside the pages: site icons and the picture of a shared link.

    python -m tools.images.brand

The only source is site/static/img/dau-hieu.svg, the mark: six rings and a footed 1. Beside it are written
    favicon.svg             the mark on a cinnabar tile; under 24 px its rings become dots, to stay legible
    favicon.ico             16, 32 and 48 px of it, for those who ask for /favicon.ico
    favicon-32.png          32 px
    apple-touch-icon.png    180 px, square and opaque: the phone rounds the corners itself
    chia-se-mac-dinh.jpg    1200×630 px, the share image of pages that have none of their own, in the manner
                            of the share cards; set in Be Vietnam Pro, without any figure that could grow old
"""

from __future__ import annotations

import base64
import io
from pathlib import Path

import fontpkg_be_vietnam_pro
from PIL import Image
from playwright.sync_api import Browser

from tools.images.chromium import chromium, picture_of_html, picture_of_svg

IMAGES = Path(__file__).resolve().parents[2] / "site" / "static" / "img"
FONTS = Path(fontpkg_be_vietnam_pro.__file__).parent / "files"
SON, SON_DEEP, GOLD, WHITE = "#9E181C", "#87141A", "#FFC845", "#FFFFFF"
SHARE_BUDGET = 120 * 1024  # bytes

SHARE = """
<style>
{faces}
.card {{ position: relative; box-sizing: border-box; width: 1200px; height: 630px; padding: 64px;
  padding-top: 110px; overflow: hidden; background: {son}; color: #FFF; font-family: "Be Vietnam Pro"; }}
.ghost {{ position: absolute; right: -150px; top: -110px; width: 850px; height: 850px; }}
.mark {{ position: absolute; right: 72px; top: 112px; width: 406px; height: 406px; }}
.kicker {{ position: relative; font-size: 36px; font-weight: 600; line-height: 1.45; color: {gold}; }}
.title {{ position: relative; margin-top: 28px; font-size: 86px; font-weight: 800; line-height: 1.28;
  letter-spacing: -.02em; white-space: nowrap; }}
</style>
<div class="card" lang="vi">{ghost}{mark}
<p class="kicker">1 triệu sáng kiến</p>
<p class="title">Tự hào<br>trí tuệ lao động<br>Việt Nam</p>
</div>
"""


def mark(rings: str, one: str) -> str:
    """The mark's drawing in a 48 × 48 box, in two colours, without its `<svg>` element."""
    svg = (IMAGES / "dau-hieu.svg").read_text(encoding="utf-8")
    inner = svg[svg.index(">") + 1 : svg.rindex("</svg>")]
    return inner.replace("#9E181C", rings).replace("#1B1412", one)


def tile(radius: int, scale: float) -> str:
    """The mark in gold and white on a cinnabar tile with corners of `radius` 48ths, as an SVG document."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48">'
        f"<style>@media (max-width: 23px) {{ g g {{ fill: {GOLD}; stroke: none }} }}</style>"
        f'<rect width="48" height="48" rx="{radius}" fill="{SON}"/>'
        f'<g transform="translate(24 24) scale({scale}) translate(-24 -24)">{mark(GOLD, WHITE)}</g></svg>\n'
    )


def face(weight: int, style: str) -> str:
    """The CSS rule that carries one face of Be Vietnam Pro inside the document."""
    data = base64.b64encode((FONTS / f"BeVietnamPro-{style}.ttf").read_bytes()).decode("ascii")
    source = f"url(data:font/ttf;base64,{data})"
    return f'@font-face {{ font-family: "Be Vietnam Pro"; font-weight: {weight}; src: {source}; }}'


def share_image(browser: Browser) -> Image.Image:
    """The default share image, drawn twice as fine and brought down, which keeps small curves clean."""

    def svg(role: str, drawing: str) -> str:
        return f'<svg class="{role}" viewBox="0 0 48 48">{drawing}</svg>'

    html = SHARE.format(
        faces=face(600, "SemiBold") + face(800, "ExtraBold"),
        son=SON,
        gold=GOLD,
        ghost=svg("ghost", mark(SON_DEEP, "none")),
        mark=svg("mark", mark(GOLD, WHITE)),
    )
    fine = picture_of_html(browser, html, 1200, 630, oversample=2).convert("RGB")
    return fine.resize((1200, 630), Image.Resampling.LANCZOS)


def save_share(picture: Image.Image, path: Path) -> None:
    """Write the share image as JPEG with full colour at the best quality within the budget."""
    for quality in range(95, 70, -5):
        file = io.BytesIO()
        picture.save(file, "JPEG", quality=quality, subsampling=0, optimize=True, progressive=True)
        if file.tell() <= SHARE_BUDGET:
            break
    path.write_bytes(file.getvalue())


def main() -> None:
    """Write every file and say what it weighs."""
    favicon = tile(radius=9, scale=1.0)
    (IMAGES / "favicon.svg").write_text(favicon, encoding="utf-8")
    with chromium() as browser:
        sizes = {s: picture_of_svg(browser, favicon.encode(), s, s) for s in (16, 32, 48)}
        touch = picture_of_svg(browser, tile(radius=0, scale=0.86).encode(), 180, 180).convert("RGB")
        share = share_image(browser)
    sizes[48].save(IMAGES / "favicon.ico", sizes=[(s, s) for s in sizes], append_images=[sizes[16], sizes[32]])
    sizes[32].save(IMAGES / "favicon-32.png", optimize=True)
    touch.save(IMAGES / "apple-touch-icon.png", optimize=True)
    save_share(share, IMAGES / "chia-se-mac-dinh.jpg")
    for path in sorted(IMAGES.glob("*.*")):
        print(f"{path.name:24} {path.stat().st_size / 1024:6.1f} KB")


if __name__ == "__main__":
    main()
