"""The picture that stands in for an initiative without one of its own: a scene of its field of work.

Scenes come with the site (`site/static/img/scenes/`), as a drawing for pages and as a JPEG for shared links, which no
network shows as a drawing. `home/demo/images/README.md` tells what is on them.
"""

SCENES = {
    "production": "co-khi",
    "safety": "moi-truong",
    "administration": "van-phong",
    "education": "truong-hoc",
    "health": "benh-vien",
    "community": "ho-tro",
}
"""By the value of `InitiativeField`."""


def scene_of(field: str) -> str:
    """The static path of the drawing for an initiative of `field`; empty for what is no field."""
    return f"img/scenes/{SCENES[field]}.svg" if field in SCENES else ""


def scene_to_share(field: str) -> str | None:
    """The same as a JPEG of 1200×630; None for what is no field."""
    return f"img/scenes/{SCENES[field]}.jpg" if field in SCENES else None
