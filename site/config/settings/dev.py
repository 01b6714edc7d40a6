"""The embedded demo of `make serve`: everything real, on this machine alone. DEBUG=1 adds Django's error pages."""

from config.env import ENV
from config.settings.base import *  # noqa: F403 - a settings module is the one place where a star import says it best

DEBUG = ENV.debug
SECRET_KEY = ENV.secret_key or "demo-key-for-this-machine-only-production-refuses-to-start-with-it"
ALLOWED_HOSTS = list(ENV.allowed_hosts) or ["127.0.0.1", "localhost", "[::1]"]
SERVE_MEDIA = True  # no web server stands in front
