"""What wagtail-localize writes in English on a Vietnamese screen, though its texts are translated."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.paginator import WagtailPaginator
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail_localize.compat import DATE_FORMAT
from wagtail_localize.models import StringTranslation
from wagtail_localize.views.report import TranslationsReportFilterSet, TranslationsReportView

from vietnamese import formats


class Counted(WagtailPaginator):
    """Pages of translations, whose model is called so in English alone."""

    verbose_name = _("translation")
    verbose_name_plural = _("translations")


class Translations(TranslationsReportView):
    """Its report of the pages that the reader may edit, counted in Vietnamese.

    In an order besides: without one a translation may stand on two pages or none.
    """

    paginator_class = Counted

    def get_queryset(self) -> Any:
        """The newest first. Nothing but pages is translated on this site."""
        editable = PagePermissionPolicy().instances_user_has_permission_for(self.request.user, "change")
        versions = editable.filter(translation_key=OuterRef("source__object_id"), locale=OuterRef("target_locale"))
        return super().get_queryset().filter(Exists(versions)).order_by("-pk")


_as_they_say = StringTranslation.get_comment


def put_right() -> None:
    """Put its report's filters and the dates of its passages right. Called once, when the apps are ready."""
    TranslationsReportFilterSet.base_filters["source_locale"].label = _("Language of the original")
    TranslationsReportFilterSet.base_filters["target_locale"].label = _("Language of the translation")
    StringTranslation.get_comment = comment_on


def comment_on(passage: StringTranslation) -> str | None:
    """How and when a passage was translated: the day in Vietnam, as the reader writes it."""
    said: str | None = _as_they_say(passage)
    day = formats.date(passage.updated_at, language=get_language() or "vi")
    return said and said.replace(passage.updated_at.strftime(DATE_FORMAT), day)
