"""Tests: like the demo, with cheap passwords, plain static files and files in a folder of the test's own."""

from config.settings.base import *  # noqa: F403 - a settings module is the one place where a star import says it best

DEBUG = False
SECRET_KEY = "tests-only-tests-only-tests-only-tests-only-tests-only"  # noqa: S105 - signs nothing outside a test run
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
SERVE_MEDIA = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
SHARE_VISITS_WRITTEN_AFTER = 0  # no thread that writes into the next test
