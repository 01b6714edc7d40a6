"""ASGI entry point: the counters under /live/ alone, as production runs them in a process of their own.

uvicorn config.asgi:application --app-dir site --http campaigns.live.protocol:LiveProtocol --ws none
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
for folder in (ROOT / "site", ROOT):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

import django  # noqa: E402 - the path above must be in place first

django.setup()

from django.conf import settings  # noqa: E402 - settings must be set up first

from campaigns.live.app import LiveApp  # noqa: E402 - models can be imported only once Django is set up

application = LiveApp(redis_url=settings.REDIS_URL, most=settings.LIVE_MAX_STREAMS)
