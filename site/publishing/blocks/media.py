"""Blocks of pictures, films and files."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ListBlock, StructBlock, StructValue, URLBlock

from publishing.blocks.choosers import ConsentChooser, DocumentChooser, ImageChooser, Picture
from publishing.blocks.comparing import Choice
from publishing.consent import Named, Use, may_use
from publishing.models.images import EditorialImage
from publishing.photos import on_pages


def _some_image() -> EditorialImage | None:
    return EditorialImage.objects.first()


class FigureValue(StructValue):
    """A picture with the line under it."""

    @property
    def shown_credit(self) -> str:
        """The credit typed here, else the picture's own. (In a template `value.credit` is the field as typed.)"""
        image = self.get("image")
        return self.get("credit") or (image.credit if image is not None else "")


class FigureBlock(StructBlock):
    """One picture. The text alternative is asked for, or the picture is marked as decorative."""

    image = Picture(label=_("Picture"))
    caption = CharBlock(
        label=_("Caption"),
        max_length=200,
        required=False,
        help_text=_("Who, what, where, when: it says what the picture alone does not."),
    )
    credit = CharBlock(
        label=_("Credit"), max_length=120, required=False, help_text=_("“Ảnh: Nguyễn Văn A”. Empty: the picture's own.")
    )
    size = Choice(
        label=_("Width"),
        choices=[("text", _("As wide as the text")), ("wide", _("As wide as the page"))],
        default="text",
    )

    class Meta:
        icon = "image"
        label = _("Picture")
        group = _("Pictures and films")
        template = "components/blocks/figure.html"
        value_class = FigureValue
        description = _("One picture with caption and credit. People at work, looking at their work.")

        @staticmethod
        def preview_value() -> dict[str, Any]:
            return {"image": _some_image(), "caption": "Chuyền may số 7 đổi mã hàng hai lần mỗi ngày.", "size": "text"}


class GalleryItemBlock(StructBlock):
    """One picture of a gallery."""

    image = Picture(label=_("Picture"))
    caption = CharBlock(label=_("Caption"), max_length=160, required=False)


class GalleryValue(StructValue):
    """Pictures that are still there."""

    @property
    def shown(self) -> list[StructValue]:
        """The items whose picture was neither deleted nor withdrawn, in their order."""
        present = [item for item in self.get("items", []) if item.get("image") is not None]
        return [item for item in present if on_pages(item["image"])]


class GalleryBlock(StructBlock):
    """Several pictures; the first one is large."""

    items = ListBlock(GalleryItemBlock(), label=_("Pictures"), min_num=2, max_num=9)

    class Meta:
        icon = "grid"
        label = _("Gallery")
        group = _("Pictures and films")
        template = "components/blocks/gallery.html"
        value_class = GalleryValue
        description = _("Two to nine pictures. The first is shown large, so put the strongest first.")

        @staticmethod
        def preview_value() -> dict[str, Any]:
            return {"items": [{"image": image} for image in EditorialImage.objects.all()[:3]]}


def video_embed_url(url: str) -> str | None:
    """The address that plays a YouTube or Vimeo film without cookies before the click; None for any other address."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if host in {"www.youtube.com", "youtube.com", "m.youtube.com"}:
        video = (parse_qs(parts.query).get("v") or [""])[0] or parts.path.removeprefix("/shorts/").strip("/")
        if re.fullmatch(r"[\w-]{6,20}", video):
            return f"https://www.youtube-nocookie.com/embed/{video}?autoplay=1"
    if host == "youtu.be" and re.fullmatch(r"/[\w-]{6,20}", parts.path):
        return f"https://www.youtube-nocookie.com/embed{parts.path}?autoplay=1"
    if host in {"vimeo.com", "www.vimeo.com"} and re.fullmatch(r"/\d{5,15}", parts.path):
        return f"https://player.vimeo.com/video{parts.path}?autoplay=1&dnt=1"
    return None


class VideoAddressBlock(URLBlock):
    """The address of a film at a host that the site's policy allows."""

    def clean(self, value: str | None) -> str | None:
        cleaned: str | None = super().clean(value)
        if cleaned and video_embed_url(cleaned) is None:
            raise ValidationError(_("Paste the address of a film on YouTube or Vimeo."))
        return cleaned


class VideoValue(StructValue):
    """Where the film plays, and who serves it."""

    @property
    def people_named(self) -> list[Named]:
        """Who is in the film, as far as an editor has chosen their records."""
        records = [record for record in self.get("consents") or () if record is not None]
        return [Named(record.name, [record], asked=(Use.VIDEO,)) for record in records]

    @property
    def may_be_shown(self) -> bool:
        """Whether pages of the active language may show it: everybody in it has agreed to that."""
        language = get_language() or settings.LANGUAGE_CODE
        return all(may_use(person, Use.VIDEO, language) for person in self.people_named)

    @property
    def embed_url(self) -> str:
        """The address for the frame that a click loads; empty where somebody in the film has not agreed to it."""
        return (video_embed_url(self.get("url") or "") or "") if self.may_be_shown else ""

    @property
    def host(self) -> str:
        """The host that the reader's click will contact."""
        return urlsplit(self.embed_url).hostname or ""

    @property
    def public_host(self) -> str:
        """The host of the film's own page, as a reader knows it: `youtube.com`."""
        return (urlsplit(self.get("url") or "").hostname or "").removeprefix("www.").removeprefix("m.")


class VideoBlock(StructBlock):
    """A film that is loaded by the reader's click and not before."""

    url = VideoAddressBlock(label=_("Address"), help_text=_("On YouTube or Vimeo."))
    title = CharBlock(label=_("Title"), max_length=120)
    duration = CharBlock(label=_("Duration"), max_length=20, required=False, help_text=_("“2 phút 10 giây”"))
    poster = ImageChooser(label=_("Still picture"), required=False)
    caption = CharBlock(
        label=_("Caption"), max_length=200, required=False, help_text=_("Say whether it has Vietnamese subtitles.")
    )
    consents = ListBlock(
        ConsentChooser(label=_("Consent record")),
        label=_("Who is in the film"),
        default=[],
        min_num=0,
        help_text=_("The consent record of each person. The film goes when one of them ends the consent to “video”."),
    )

    def get_searchable_content(self, value: Any) -> list[str]:
        """Nothing of a film that is not shown."""
        found: list[str] = super().get_searchable_content(value) if value.may_be_shown else []
        return found

    class Meta:
        icon = "media"
        label = _("Video")
        group = _("Pictures and films")
        template = "components/blocks/video.html"
        value_class = VideoValue
        description = _("A film from YouTube or Vimeo. Nothing is loaded from there until the reader clicks.")

        @staticmethod
        def preview_value() -> dict[str, Any]:
            return {
                "url": "https://vimeo.com/76979871",
                "title": "Cách cắt rập chống nhầm",
                "duration": "2 phút 10 giây",
                "poster": _some_image(),
            }


class DocumentValue(StructValue):
    """What a reader wants to know of a file before opening it."""

    @property
    def shown_title(self) -> str:
        """The title typed here, else the document's own; empty where the document was deleted."""
        document = self.get("document")
        return self.get("title") or (document.title if document is not None else "")

    @property
    def facts(self) -> str:
        """Type and size: `PDF, 1,2 MB`. A file that is missing from the storage has no size."""
        document = self.get("document")
        if document is None:
            return ""
        size = document.get_file_size()
        return ", ".join(filter(None, [document.file_extension.upper(), filesizeformat(size) if size else ""]))


class DocumentBlock(StructBlock):
    """A file to take away."""

    document = DocumentChooser(label=_("Document"))
    title = CharBlock(label=_("Title"), max_length=120, required=False, help_text=_("Empty: the document's own."))

    class Meta:
        icon = "doc-full"
        label = _("Document")
        group = _("Ways onward")
        template = "components/blocks/document.html"
        value_class = DocumentValue
        description = _("A file to download: a form, a guide, a drawing. Its type and size are shown.")

        @staticmethod
        def preview_value() -> dict[str, Any]:
            from wagtail.documents import get_document_model

            model = get_document_model()
            some = model.objects.first() or model(id=0, file="mau-mo-ta-sang-kien.docx", file_size=48_000)
            return {"document": some, "title": "Mẫu mô tả sáng kiến"}
