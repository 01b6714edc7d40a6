"""Every address of the site. Public pages come last, because Wagtail answers anything."""

from typing import Any

from csp.decorators import csp_replace
from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.static import serve as serve_file
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from campaigns.live import urls as live_urls
from config.csp import ADMIN_POLICY
from config.health import healthz, readyz
from publishing.routing import serve_page
from publishing.views import favicon
from search import urls as search_urls

handler404 = "publishing.views.page_not_found"
handler500 = "publishing.views.server_error"

admin_urlpatterns: list[Any] = decorate_urlpatterns(wagtailadmin_urls.urlpatterns, csp_replace(ADMIN_POLICY))

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz),
    path("readyz", readyz),
    path("favicon.ico", favicon),
    path("live/", include(live_urls)),
    path("admin/", include(admin_urlpatterns)),
    path("tai-lieu/", include(wagtaildocs_urls)),
]
if settings.SERVE_MEDIA:
    urlpatterns += [re_path(r"^media/(?P<path>.+)$", serve_file, {"document_root": settings.MEDIA_ROOT})]

urlpatterns += i18n_patterns(
    path("", include(search_urls)),
    *(pattern for pattern in wagtail_urls.urlpatterns if pattern.name != "wagtail_serve"),
    re_path(wagtail_urls.serve_pattern, serve_page, name="wagtail_serve"),
    prefix_default_language=False,
)
