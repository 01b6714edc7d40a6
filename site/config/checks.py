"""Rules that concern how the site is run."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError

from publishing.demo_accounts import EMAIL_DOMAIN


@register(Tags.database)
def no_demo_accounts(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Where settings refuse them, the demo's accounts (whose passwords everybody can read) must not exist."""
    if not settings.REFUSE_DEMO_ACCOUNTS:
        return []
    from django.contrib.auth import get_user_model

    try:
        names = list(
            get_user_model().objects.filter(email__endswith=f"@{EMAIL_DOMAIN}").values_list("username", flat=True)
        )
    except DatabaseError:
        return []  # before the first migration there are no accounts at all
    if not names:
        return []
    return [Error(f"demo accounts must be deleted before production: {', '.join(names)}", id="config.E001")]
