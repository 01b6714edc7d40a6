"""Settings common to every environment. Nothing here depends on where the site runs, except through `ENV`."""

from django.utils.translation import gettext_lazy as _

from config.caches import frontend_cache
from config.csp import PUBLIC_POLICY
from config.databases import database, tracking_database
from config.env import DEMO_DATABASE_URL, DEMO_TRACKING_DATABASE_URL, ENV, ROOT
from config.logs import without_traceback
from config.mail import mail, sender

SITE = ROOT / "site"

INSTALLED_APPS = [
    "config",
    "home",
    "search",
    "stories",
    "stories.kit",
    "campaigns",
    "campaigns.desk",
    "campaigns.reports",
    "campaigns.tracking",
    "publishing",
    "publishing.consent",
    "publishing.translating",
    "sharing",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.frontend_cache",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "config.middleware.HeadWithoutBodyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.middleware.PreviewsInFramesMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.PageGZipMiddleware",
    "config.middleware.PublicETagMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.middleware.AddressLocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.middleware.MovedPagesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]

DATABASES = {
    "default": database(ENV.database_url or DEMO_DATABASE_URL),
    "tracking": tracking_database(ENV.tracking_database_url or DEMO_TRACKING_DATABASE_URL),
}
DATABASE_ROUTERS = ["config.routers.TrackingRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# Languages: Vietnamese without a prefix, others under their own code. A reader is offered those that have a home page.
# The admin speaks the first two.
LANGUAGE_CODE = "vi"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [
    ("vi", _("Vietnamese")),
    ("en", _("English")),
    ("ko", _("Korean")),
    ("ja", _("Japanese")),
    ("zh-hans", _("Simplified Chinese")),
]
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES[:2]
WAGTAIL_I18N_ENABLED = True
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False  # else Vietnamese text stands under /en/ until it is translated
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"  # how times are shown and read; the database keeps UTC
FORMAT_MODULE_PATH = ["config.formats"]
USE_THOUSAND_SEPARATOR = False  # numbers are formatted by name ({{ n|number }}), so that a year stays "2022"
LOCALE_PATHS = [SITE / "locale", SITE / "locale_admin"]

STATIC_URL = "/static/"
STATIC_ROOT = ENV.static_root
STATICFILES_DIRS = [SITE / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = ENV.media_root
PRIVATE_ROOT = ENV.private_root  # the papers of consents, and pictures that were withdrawn: no address leads there
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Mail goes out where EMAIL_URL says how. Without it none is sent, and nobody is offered a password by mail.
MAIL = mail(ENV.email_url)
EMAIL_BACKEND = MAIL.backend
EMAIL_HOST, EMAIL_PORT = MAIL.host, MAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL.user, MAIL.password
EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL.starttls, MAIL.tls
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = sender(ENV.email_from, ENV.public_url)
WAGTAIL_PASSWORD_RESET_ENABLED = MAIL.is_sent

CONTENT_SECURITY_POLICY = PUBLIC_POLICY
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = False  # Wagtail's admin scripts read it
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a long story is a form of several thousand fields

# The counters under /live/: where the collector tells that a number is new (empty: nowhere, the site then looks every
# second), and how many streams one process holds open.
REDIS_URL = ENV.redis_url
LIVE_MAX_STREAMS = ENV.live_max_streams

# Background tasks run at once, in the request that asks for them; production hands them to a worker (decision 15).
TASKS = {"default": {"BACKEND": "sharing.background.ImmediateBackend"}}

# Seconds for which visits by shared links are counted in memory before they are written; 0: until somebody asks.
SHARE_VISITS_WRITTEN_AFTER = 5

# Caches in front of the site, told of an address when its page is published or something is withdrawn.
WAGTAILFRONTENDCACHE = frontend_cache(ENV.frontend_cache_url)

# A trial site asks search engines to leave it alone (robots.txt).
HIDE_FROM_SEARCH = ENV.hide_from_search

# Search engines that are told at once what was published (IndexNow); without a key none is.
INDEXNOW_KEY, INDEXNOW_URL = ENV.indexnow_key, ENV.indexnow_url

# Where `load_demo` keeps the passwords that it made, and whether its accounts are refused.
DEMO_LOGINS = ENV.demo_logins
REFUSE_DEMO_ACCOUNTS = False

EDITORS_GUIDE = ROOT / "docs" / "editors.md"  # the admin shows it
WAGTAIL_SITE_NAME = "Tự hào trí tuệ lao động Việt Nam"
WAGTAILADMIN_BASE_URL = ENV.public_url or "http://127.0.0.1:8000"
WAGTAIL_ALLOW_UNICODE_SLUGS = False
# Private pages and documents are for those who can log in; Wagtail's own form for a shared password has no design.
WAGTAIL_FRONTEND_LOGIN_URL = "/admin/login/"
WAGTAIL_PRIVATE_PAGE_OPTIONS = WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"
WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y %H:%M"
WAGTAIL_USER_TIME_ZONES = ["Asia/Ho_Chi_Minh", "UTC"]
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # no request to a third party, in the admin either
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILADMIN_UNSAFE_PAGE_DELETION_LIMIT = 20
WAGTAIL_USAGE_COUNT_ENABLED = True
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.backend"}}

# Uploads. SVG is left out on purpose: it is a document with scripts, not a picture (docs/decisions).
WAGTAILIMAGES_IMAGE_MODEL = "publishing.EditorialImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "publishing.forms.EditorialImageForm"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 15 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 60_000_000
WAGTAILDOCS_DOCUMENT_FORM_BASE = "publishing.forms.EditorialDocumentForm"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "pdf", "pptx", "xlsx", "zip"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []  # a browser stores a document and never opens it on this host
WAGTAILEMBEDS_RESPONSIVE_HTML = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "filters": {"one_line": {"()": "django.utils.log.CallbackFilter", "callback": without_traceback}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line"},
        "refusals": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["one_line"]},
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        # Every save and every indexing job would be a line: the admin's history tells the first, failures the second.
        "wagtail": {"level": "WARNING"},
        "django_tasks": {"level": "WARNING"},
        "django_tasks_db": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},  # dozens of lines for each PDF
        "fpdf": {"level": "ERROR"},  # the title of each drawing is a tag that it does not draw
        "django.security": {"handlers": ["refusals"], "propagate": False},
    },
}
