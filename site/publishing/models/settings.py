"""What the whole site says about itself: data that editors change, in each language."""

from typing import Any, ClassVar

from django.conf import settings as django_settings
from django.core.validators import RegexValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Orderable, Site

from publishing.audit import AuditedMixin
from publishing.foreign_words import validate_words
from publishing.normalisation import NormalisedTextMixin
from publishing.share_networks import networks_field
from sharing.languages import reading_order

hashtags_validator = RegexValidator(
    r"^(#\w+)(\s+#\w+)*$", _("Write hashtags with # and a space between them: #OneTag #AnotherTag")
)


def languages() -> list[tuple[str, Any]]:
    """The languages of the site, as choices. A function, so that a further one needs no migration."""
    return list(django_settings.WAGTAIL_CONTENT_LANGUAGES)


@register_setting(icon="site", order=100)
class SiteSettings(AuditedMixin, NormalisedTextMixin, ClusterableModel, BaseSiteSetting):
    """One row per site. Texts stand in `SiteWording`, one per language."""

    submit_url = models.URLField(
        _("address for submitting an initiative"),
        blank=True,
        help_text=_("Where “Submit an initiative” leads. Empty: to the page that tells how to submit."),
    )
    submit_page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("page that tells how to submit"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("In any language: each language leads to its own version of the page."),
    )
    hashtags = models.CharField(
        _("hashtags"),
        max_length=200,
        blank=True,
        validators=[hashtags_validator],
        help_text=_("Used in share texts, for example #TuHaoTriTueLaoDongVietNam #1TrieuSangKien"),
    )
    share_networks = networks_field()
    share_image = models.ForeignKey(
        "publishing.EditorialImage",
        verbose_name=_("default share picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Shown by Facebook and Zalo for pages without a picture of their own. At least 1200×630."),
    )

    picture_terms = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("page with the terms of use of our pictures"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Search engines tell it beside each picture that others may use. Empty: nothing is told."),
    )

    foreign_words = models.TextField(
        _("foreign words"),
        blank=True,
        max_length=4000,
        validators=[validate_words],
        help_text=_(
            "Screen readers say them in their own language wherever they stand in running text. A line for each"
            " language, for example en: online, container"
        ),
    )

    panels = [
        MultiFieldPanel([FieldPanel("submit_page"), FieldPanel("submit_url")], heading=_("Submitting an initiative")),
        MultiFieldPanel(
            [
                FieldPanel("hashtags"),
                FieldPanel("share_networks"),
                FieldPanel("share_image"),
                FieldPanel("picture_terms"),
            ],
            heading=_("Sharing"),
        ),
        FieldPanel("foreign_words"),
        InlinePanel("wordings", heading=_("Texts in each language"), label=_("Language"), min_num=1),
    ]

    _chosen: ClassVar = ("share_image", "submit_page", "picture_terms")

    class Meta:
        verbose_name = _("site settings")

    @classmethod
    def for_page_request(cls, request: HttpRequest) -> "SiteSettings":
        """The settings of the request's site with their texts; one query a request."""
        settings: SiteSettings | None = getattr(request, "_site_settings", None)
        if settings is None:
            site = Site.find_for_request(request)
            settings = cls.of_site(site) if site is not None else cls.for_request(request)
            request._site_settings = settings  # type: ignore[attr-defined]  # for the life of the request
        return settings

    @classmethod
    def of_site(cls, site: Site) -> "SiteSettings":
        """The settings of `site` with their texts; one query."""
        texts = SiteWording.objects.filter(settings__site=site)
        wordings = list(texts.select_related(*(f"settings__{name}" for name in cls._chosen)))
        settings = wordings[0].settings if wordings else cls.for_site(site)
        settings.site = site  # known: without a query for its name
        settings._wordings = {wording.language: wording for wording in wordings}
        found: SiteSettings = settings
        return found

    @property
    def wording(self) -> "SiteWording":
        """The texts in the reader's languages, else in the first one; an empty one where nobody wrote any."""
        if not hasattr(self, "_wordings"):
            self._wordings = {wording.language: wording for wording in self.wordings.all()}
        fallback = next(iter(self._wordings.values()), None)
        written = (self._wordings.get(language) for language in reading_order(get_language()))
        return next(filter(None, written), None) or fallback or SiteWording()

    @property
    def name(self) -> str:
        """What the site calls itself in the active language; the name of its record where nobody wrote one."""
        return self.wording.programme or str(self.site.site_name)

    def describing(self, title: str) -> str:
        """A sentence for a page of which nobody wrote one: its title, the site, its slogan, who answers for it."""
        wording = self.wording
        about = " – ".join(filter(None, (self.name, wording.slogan or wording.banner, wording.organisation)))
        return about if title == self.name else f"{title}. {about}"

    @property
    def terms_of_pictures(self) -> str:
        """The absolute address of the terms under which others may use our pictures; empty where none are public."""
        page = self.picture_terms
        return (page.full_url or "") if page is not None and page.live else ""

    @property
    def hashtag_list(self) -> list[str]:
        """The hashtags without their `#`."""
        return [tag.lstrip("#") for tag in self.hashtags.split()]


class SiteWording(AuditedMixin, NormalisedTextMixin, Orderable):
    """The site's own texts in one language."""

    settings = ParentalKey(SiteSettings, on_delete=models.CASCADE, related_name="wordings")
    language = models.CharField(_("language"), max_length=10, choices=languages)
    banner = models.CharField(_("banner"), max_length=120, help_text=_("Tự hào trí tuệ lao động Việt Nam"))
    programme = models.CharField(_("programme"), max_length=120, help_text=_("The name in the site's head."))
    organisation = models.CharField(_("organisation"), max_length=160)
    slogan = models.CharField(
        _("slogan"),
        max_length=200,
        blank=True,
        help_text=_("Under the banner of the home page and in the foot of all."),
    )
    footer = models.TextField(_("footer text"), blank=True, max_length=500)
    notice = models.CharField(
        _("notice on every page"),
        max_length=300,
        blank=True,
        help_text=_("A line above every page, for example that the figures shown are demonstration data."),
    )
    data_licence = models.TextField(
        _("terms of use of the figures"),
        blank=True,
        max_length=500,
        help_text=_("Stands in every data file. Empty: that the owner has not published terms yet."),
    )

    panels = [
        FieldPanel("language"),
        FieldPanel("programme"),
        FieldPanel("organisation"),
        FieldPanel("banner"),
        FieldPanel("slogan"),
        FieldPanel("footer"),
        FieldPanel("notice"),
        FieldPanel("data_licence"),
    ]

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["settings", "language"], name="one_wording_per_language")]

    @property
    def audit_subject(self) -> models.Model:
        return self.settings

    @property
    def terms_of_data(self) -> str:
        """Under which terms others may use the figures; where the owner has not decided, it says so."""
        return self.data_licence or gettext(
            "The owner of the figures has not published terms of use yet. Whoever quotes them should name their source"
            " and their time."
        )
