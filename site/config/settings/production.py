"""Production: refuses to start on anything unsafe, with one line that names it."""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.http.request import validate_host

from config.databases import tracking_database
from config.env import ENV
from config.settings.base import *  # noqa: F403 - a settings module is the one place where a star import says it best

_REQUIRED = {
    "SECRET_KEY": ENV.secret_key,
    "PUBLIC_URL": ENV.public_url,
    "ALLOWED_HOSTS": ENV.allowed_hosts,
    "DATABASE_URL": ENV.database_url,
}
if missing := [name for name, value in _REQUIRED.items() if not value]:
    raise ImproperlyConfigured(f"production needs these environment variables: {', '.join(missing)}")
if len(ENV.secret_key) < 50 or ENV.secret_key.startswith("demo-"):
    raise ImproperlyConfigured("SECRET_KEY must be at least 50 characters and not the demo's")
if not ENV.public_url.startswith("https://"):
    raise ImproperlyConfigured("PUBLIC_URL must start with https://")
if "*" in ENV.allowed_hosts:
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the hosts, not *")
if not validate_host(urlsplit(ENV.public_url).hostname or "", ENV.allowed_hosts):
    raise ImproperlyConfigured("ALLOWED_HOSTS must have the host of PUBLIC_URL")

DEBUG = False
# Without an address there is no tracking database at all, and never the demo's: counters keep their last good figures.
DATABASES["tracking"] = tracking_database(ENV.tracking_database_url)  # noqa: F405 - from the base settings
SECRET_KEY = ENV.secret_key
ALLOWED_HOSTS = list(ENV.allowed_hosts)
SERVE_MEDIA = False
CSRF_TRUSTED_ORIGINS = [ENV.public_url]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
# A row in the database for each task, which `tu-hao-tasks` works off: an editor waits for none.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
# The demo's accounts have passwords that everybody can read: they must not exist here (config.checks).
REFUSE_DEMO_ACCOUNTS = True
AUTHENTICATION_BACKENDS = ["config.auth.NoDemoAccountsBackend"]
SILENCED_SYSTEM_CHECKS = [
    "security.W019",  # the admin shows its previews in frames of its own; public pages forbid framing by CSP
    "security.W021",  # whether browsers shall carry the domain in their preload list is its owner's decision
]
