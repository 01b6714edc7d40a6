"""Project rules as system checks, so that a broken rule fails `manage.py check` and not an editor."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage, Error, register
from wagtail.blocks import Block, StreamBlock
from wagtail.fields import StreamField
from wagtail.models import Page, TranslatableMixin

from publishing.models import BasePage


def _page_types() -> list[type[Page]]:
    return [model for model in apps.get_models() if issubclass(model, Page) and model is not Page]


def _blocks(block: StreamBlock) -> Iterator[Block]:
    yield from block.child_blocks.values()


@register()
def page_types_follow_the_house(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Every page type is a translatable BasePage that says which pages may stand above and below it."""
    errors: list[CheckMessage] = []
    for model in _page_types():
        if not issubclass(model, BasePage) or not issubclass(model, TranslatableMixin):
            errors.append(Error(f"{model.__name__} is not a translatable BasePage", id="publishing.E001"))
        for rule in ("parent_page_types", "subpage_types"):
            if rule not in model.__dict__:
                errors.append(Error(f"{model.__name__} does not set {rule}", id="publishing.E002"))
    return errors


@register()
def blocks_show_themselves(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Every block that an editor can choose has a preview and a description."""
    errors: list[CheckMessage] = []
    for model in _page_types():
        for field in model._meta.get_fields():
            if not isinstance(field, StreamField):
                continue
            for block in _blocks(field.stream_block):
                name = f"{model.__name__}.{field.name}.{block.name}"
                if not block.is_previewable:
                    errors.append(Error(f"block {name} has no preview", id="publishing.E003"))
                if not block.get_description():
                    errors.append(Error(f"block {name} has no description", id="publishing.E004"))
    return errors
