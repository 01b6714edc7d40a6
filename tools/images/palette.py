"""The pigments that scenes and portraits are painted with: a lacquer painter's box (sơn mài).

Names go by the Vietnamese pigment: son (cinnabar), vàng (gold leaf), then (black lacquer), trứng
(eggshell), chàm (indigo), ngọc (jade), đá (stone), da (skin). Tints and shades of one pigment stand
together, darkest first. Values are written as the SVG sources write them, in capitals.
"""

from __future__ import annotations

PIGMENTS: dict[str, str] = {
    "#6E1114": "son, deep",
    "#A51C1F": "son",
    "#D0402F": "son, bright",
    "#F3CFC4": "son, wash",
    "#E39B1B": "vàng, dark",
    "#FFC845": "vàng",
    "#FFD778": "vàng, light",
    "#FFE3A1": "vàng, pale",
    "#FFE6A8": "vàng, glow",
    "#1D1413": "then",
    "#2A1B18": "then, warm",
    "#F3D9B0": "trứng, sand",
    "#F6DDAE": "trứng, straw",
    "#F9E7C6": "trứng, cream",
    "#FBF1DF": "trứng",
    "#FFFFFF": "trứng, white",
    "#0E2546": "chàm, deep",
    "#173A6A": "chàm",
    "#3F6CB0": "chàm, bright",
    "#6E97D0": "chàm, light",
    "#8FB0DE": "chàm, pale",
    "#8EC7E8": "chàm, sky",
    "#BFD8F2": "chàm, haze",
    "#CFE0F4": "chàm, mist",
    "#DCEAF8": "chàm, wash",
    "#0A4638": "ngọc, deep",
    "#0F6B55": "ngọc",
    "#3F8F6C": "ngọc, leaf",
    "#57AE8F": "ngọc, bright",
    "#6FA978": "ngọc, far",
    "#CFE8DE": "ngọc, mist",
    "#DDE9C9": "ngọc, young rice",
    "#E4F3EC": "ngọc, wash",
    "#9C8F83": "đá",
    "#D6CBBE": "đá, light",
    "#9C633C": "da 1, shade",
    "#B87B50": "da 1",
    "#BC7F53": "da 2, shade",
    "#D79A6C": "da 2",
    "#CB9468": "da 3, shade",
    "#E3AF84": "da 3",
}
