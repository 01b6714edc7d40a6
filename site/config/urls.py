"""Every address of the site. Public pages come last, because Wagtail answers anything."""

from typing import Any

from csp.decorators import csp_replace
from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.utils.urlpatterns import decorate_urlpatterns

from campaigns.embeds import urls as embed_urls
from campaigns.opendata import urls as opendata_urls
from config.csp import ADMIN_POLICY
from config.health import healthz, readyz
from config.media import uploaded_file
from publishing.announcing import key_file
from publishing.arriving import short_address, short_address_as_qr
from publishing.creating import CreateOnceView
from publishing.frames import page_frame
from publishing.oembed import oembed
from publishing.offline.views import offline_page, service_worker
from publishing.reviews import DecidingEditView, DecidingView
from publishing.routing import serve_page
from publishing.sitemap import sitemap
from publishing.views import favicon, robots
from search import urls as search_urls
from sharing.cards import urls as card_urls
from stories import feed_urls
from stories.kit import urls as kit_urls
from stories.news_sitemap import news_sitemap

handler400 = "publishing.views.bad_request"
handler404 = "publishing.views.page_not_found"
handler500 = "publishing.views.server_error"

creating, editing, deciding = (
    never_cache(require_admin_access(view.as_view())) for view in (CreateOnceView, DecidingEditView, DecidingView)
)
pages_of_our_own = [  # in the place of Wagtail's, under their names
    path("pages/add/<slug:content_type_app_name>/<slug:content_type_model_name>/<int:parent_page_id>/", creating),
    path("pages/<int:page_id>/edit/", editing),
    path("pages/workflow/action/<int:page_id>/<slug:action_name>/<int:task_state_id>/", deciding),
]
admin_urlpatterns: list[Any] = decorate_urlpatterns(
    [*pages_of_our_own, *wagtailadmin_urls.urlpatterns], csp_replace(ADMIN_POLICY)
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz),
    path("readyz", readyz),
    path("favicon.ico", favicon),
    path("sw.js", service_worker, name="service_worker"),
    re_path(r"^s/(?P<code>\w{1,13})(?:/(?P<part>[^\x00]+?))?\.svg$", short_address_as_qr, name="short_address_as_qr"),
    re_path(r"^s/(?P<code>\w{1,13})(?:/(?P<part>[^\x00]+?))?/?$", short_address, name="short_address"),
    path("robots.txt", robots),
    path("indexnow.txt", key_file),
    path("sitemap.xml", sitemap),
    path("sitemap-news.xml", news_sitemap),
    path("", include(opendata_urls)),
    path("", include(card_urls)),
    path("embed/trang/<int:key>/", csrf_exempt(page_frame), name="page_frame"),
    path("embed/", include(embed_urls)),
    path("oembed/", csrf_exempt(oembed), name="oembed"),
    path("admin/", include(admin_urlpatterns)),
    path("tai-lieu/", include(wagtaildocs_urls)),
    path("tai-ve/", include(kit_urls)),
]
if settings.SERVE_MEDIA:
    urlpatterns += [path("media/<path:path>", uploaded_file)]

urlpatterns += i18n_patterns(
    path("", include(search_urls)),
    path("feeds/", include(feed_urls)),
    path(_("offline/"), offline_page, name="offline"),
    *(pattern for pattern in wagtail_urls.urlpatterns if pattern.name != "wagtail_serve"),
    re_path(r"^((?:[\w\-]+/)*don-vi/[^/\x00]+/)$", serve_page),  # a unit's code is any text: see Unit.path
    re_path(wagtail_urls.serve_pattern, serve_page, name="wagtail_serve"),
    prefix_default_language=False,
)
