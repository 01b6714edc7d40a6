"""Make the demo's uploads from their SVG sources: what an editor would have uploaded.

    python -m tools.images.rasterise            draw everything again
    python -m tools.images.rasterise cang       only the named ones
    python -m tools.images.rasterise --check    draw nothing; say what is wrong and exit with 1 if anything is

`home/demo/images/src/<name>.svg`, or for a scene that stands in for a whole field
`site/static/img/scenes/<name>.svg`, becomes `home/demo/images/<name>.webp`: scenes 1200×800, portraits
(`nguoi-…`) 480×480 pixels, in lossless WebP of at most 256 colours: the flat areas exact, the edges
between them in the nearest of the rest, a difference that no eye finds. Flat art is smallest so: a PNG of
the same colours weighs half as much again, and lossy formats blur its edges.

Beside the SVG of a field's scene stands its middle as a JPEG of 1200×630, for shared links.

The house rules that are checked (design section 7): the size, pigments of the palette only, no text, at
most 40 KB for each upload, no upload without a source and none missing.
"""

from __future__ import annotations

import io
import math
import re
import sys
from pathlib import Path

from PIL import Image

from tools.images.brand import save_share
from tools.images.chromium import chromium, picture_of_svg
from tools.images.palette import PIGMENTS

UPLOADS = Path(__file__).resolve().parents[2] / "home" / "demo" / "images"
SOURCES = UPLOADS / "src"
FIELD_SCENES = Path(__file__).resolve().parents[2] / "site" / "static" / "img" / "scenes"
SCENE, PORTRAIT = (1200, 800), (480, 480)
SHARED = (0, 85, 1200, 715)  # what of a scene a shared link shows
BUDGET = 40 * 1024  # bytes
FORBIDDEN = re.compile(r"<(text|image|script|style|foreignObject|linearGradient|radialGradient|filter)\b")


def size_of(name: str) -> tuple[int, int]:
    """Width and height in pixels of the picture called `name`."""
    return PORTRAIT if name.startswith("nguoi-") else SCENE


def sources() -> dict[str, Path]:
    """Every SVG source by the name of its picture."""
    return {path.stem: path for path in sorted([*SOURCES.glob("*.svg"), *FIELD_SCENES.glob("*.svg")])}


def faults_of_source(path: Path) -> list[str]:
    """What is wrong with one SVG source by the house rules; empty when all is well."""
    svg, (width, height) = path.read_text(encoding="utf-8"), size_of(path.stem)
    faults = []
    if f'viewBox="0 0 {width} {height}"' not in svg:
        faults.append(f"{path.name}: not {width}×{height}")
    if strange := sorted(set(re.findall(r"#[0-9A-Fa-f]{3,8}\b", svg)) - set(PIGMENTS)):
        faults.append(f"{path.name}: not in the palette: {', '.join(strange)}")
    if found := FORBIDDEN.search(svg):
        faults.append(f"{path.name}: has <{found[1]}>")
    return faults


def faults_of_upload(path: Path) -> list[str]:
    """What is wrong with one upload: missing, of the wrong size, or over the budget."""
    if not path.exists():
        return [f"{path.name}: missing"]
    faults = []
    with Image.open(path) as picture:
        if picture.size != size_of(path.stem):
            faults.append(f"{path.name}: {picture.width}×{picture.height}")
    if (weight := path.stat().st_size) > BUDGET:
        faults.append(f"{path.name}: {weight} bytes, over {BUDGET}")
    return faults


def check() -> list[str]:
    """Every fault of the whole set."""
    faults, known = [], sources()
    for name, path in known.items():
        faults += faults_of_source(path) + faults_of_upload(UPLOADS / f"{name}.webp")
    faults += [f"{p.name}: has no source" for p in sorted(UPLOADS.glob("*.webp")) if p.stem not in known]
    faults += [f"{p.stem}.jpg: missing" for p in FIELD_SCENES.glob("*.svg") if not p.with_suffix(".jpg").exists()]
    return faults


def with_few_colours(picture: Image.Image, most: int) -> Image.Image:
    """The RGB picture in `most` colours: large areas keep their very colour, only edge pixels move.

    Pillow's own mapping to a palette is approximate and would shift the pigments, so it is done here.
    """
    size = picture.width * picture.height
    counted = {c: count for count, c in picture.getcolors(size) or [] if isinstance(c, tuple)}
    large_first = sorted(counted, key=lambda colour: (-counted[colour], colour))
    areas = [colour for colour in large_first if counted[colour] >= size // 4000][: most // 2]
    coarse = picture.quantize(most - len(areas), Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    edges = coarse.getpalette("RGB") or []
    kept = {*areas, *zip(edges[0::3], edges[1::3], edges[2::3], strict=True)}
    nearest = {c: c if c in kept else min(kept, key=lambda k: (math.dist(c, k), k)) for c in counted}
    channels = iter(picture.tobytes())
    mapped = b"".join(bytes(nearest[pixel]) for pixel in zip(channels, channels, channels, strict=True))
    return Image.frombytes("RGB", picture.size, mapped)


def webp_of(picture: Image.Image) -> bytes:
    """The file to upload: 256 colours, or as many fewer as the budget asks for in a picture full of edges."""
    for most in (256, 192, 128):
        file = io.BytesIO()
        with_few_colours(picture, most).save(file, "WEBP", lossless=True, quality=100, method=6)
        if file.tell() <= BUDGET:
            break
    return file.getvalue()


def draw(paths: list[Path]) -> None:
    """Write the upload of each source, saying its weight."""
    with chromium() as browser:
        for path in paths:
            picture = picture_of_svg(browser, path.read_bytes(), *size_of(path.stem)).convert("RGB")
            upload = UPLOADS / f"{path.stem}.webp"
            upload.write_bytes(webp_of(picture))
            print(f"{upload.name:28} {upload.stat().st_size / 1024:6.1f} KB")
            if path.parent == FIELD_SCENES:
                save_share(picture.crop(SHARED), path.with_suffix(".jpg"))


def main(arguments: list[str]) -> int:
    """Draw what is asked for, then check the whole set; the exit status."""
    if arguments != ["--check"]:
        draw([path for name, path in sources().items() if not arguments or name in arguments])
    faults = check()
    print(*faults, sep="\n", file=sys.stderr, end="\n" if faults else "")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
