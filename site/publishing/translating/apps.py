"""Translating as an app: its hooks, signals and templates; it has no models."""

from django.apps import AppConfig


class TranslatingConfig(AppConfig):
    """Comes before wagtail-localize, some of whose templates it overrides."""

    name = "publishing.translating"
    label = "translating"
    verbose_name = "Languages"

    def ready(self) -> None:
        from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
        from wagtail.models import PageViewRestriction
        from wagtail.signals import post_page_move
        from wagtail_localize.models import StringTranslation, Translation, post_save_string_translation

        from publishing.translating.closing import close_versions, follow_groups, open_versions
        from publishing.translating.moves import follow
        from publishing.translating.sources import keep_one
        from publishing.translating.submitting import spare_what_exists
        from publishing.translating.titles import name_draft
        from publishing.translating.untranslated import keep_as_draft
        from publishing.translating.words import put_right

        pre_save.connect(keep_as_draft, dispatch_uid="untranslated_pages_stay_drafts")
        post_page_move.connect(follow, dispatch_uid="versions_follow_their_original")
        post_save.connect(close_versions, PageViewRestriction, dispatch_uid="versions_are_closed")
        m2m_changed.connect(follow_groups, PageViewRestriction.groups.through, dispatch_uid="versions_are_closed_alike")
        post_delete.connect(open_versions, PageViewRestriction, dispatch_uid="versions_are_opened")
        post_save.connect(keep_one, Translation, dispatch_uid="versions_follow_one_page")
        post_save.disconnect(post_save_string_translation, StringTranslation)
        post_save.connect(name_draft, StringTranslation, dispatch_uid="drafts_are_called_as_they_are_translated")
        put_right()
        spare_what_exists()
