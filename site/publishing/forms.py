"""Forms of the admin that we make stricter than Wagtail's."""

import re
from pathlib import PurePath
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from publishing.consent.closing import settle
from publishing.consent.people_input import PeopleInput
from publishing.consent.uses import People
from publishing.file_contents import extension, is_what_it_is_called

EMPTY: Final = _("This file is empty. Open it on your machine to see whether it was saved, and upload it again.")


def _plain(title: str) -> str:
    return re.sub(r"[\W_]+", " ", title).strip().lower()


class UploadForm:
    """What forms with a file share: one message for a refused file, and no title left over from it."""

    def full_clean(self) -> None:
        """A title that the refused file's name gave is taken back, so that the next file gives its own."""
        super().full_clean()  # type: ignore[misc]  # a form follows in the MRO
        form: Any = self
        if not form.is_bound or "file" not in form.errors:
            return
        del form.errors["file"][1:]  # the model would go on to complain of the name of no file
        refused, typed = form.files.get(form.add_prefix("file")), form.data.get(form.add_prefix("title"), "")
        if refused is not None and _plain(typed) == _plain(PurePath(refused.name).stem):
            form.data = form.data.copy()
            form.data[form.add_prefix("title")] = ""


class CheckedImageField(WagtailImageField):
    """Also refuses a file that begins as a picture and breaks off: Wagtail's own field answers that with a 500."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Wagtail counts pixels one by one; an editor knows width and height.
        self.error_messages["file_too_many_pixels"] = _(
            "This picture is too large: at most %(millions)d million pixels, for example 9000×6000. "
            "Make it smaller and upload it again."
        ) % {"millions": self.max_image_pixels // 1_000_000}
        self.error_messages["empty"] = EMPTY
        self.error_messages["file_too_large"] = _(
            "This picture has %(file_size)s; at most %(max_filesize)s are taken. Save it smaller (for example as JPEG, "
            "2560 pixels wide) and upload it again."
        )
        self.error_messages["invalid_image_known_format"] = _(
            "The name of this picture ends in .%(extension)s, but it is a %(image_format)s file. Export it once more "
            "from the program in which it was made, or correct the ending, and upload it again."
        )
        self.error_messages["invalid_image"] = self.error_messages["invalid_image_extension"] = _(
            "This is no picture that the site can read, or it is damaged. Open it on your machine, save it as JPEG, "
            "PNG or WebP, and upload that file."
        )

    def check_image_pixel_size(self, f: "UploadedFile[bytes]") -> None:
        try:
            super().check_image_pixel_size(f)
        except (OSError, SyntaxError, ValueError) as error:  # what Pillow's decoders raise for damaged files
            raise ValidationError(self.error_messages["invalid_image"], code="invalid_image") from error


class EditorialImageForm(UploadForm, BaseImageForm):
    """The form of a picture (WAGTAILIMAGES_IMAGE_FORM_BASE)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            field = self.fields["file"]
            self.fields["file"] = CheckedImageField(
                label=field.label, required=field.required, widget=field.widget, help_text=field.help_text
            )
        if "description" in self.fields:
            self.fields["description"].help_text = _(
                "What the picture shows, for those who cannot see it. Pages use it where nothing else is written."
            )
        if "consents" in self.fields:
            if self.prefix == "image-chooser-upload":  # a chooser's window cannot open another one
                del self.fields["consents"]
            else:
                self.fields["consents"].widget = PeopleInput()

    def clean(self) -> dict[str, Any]:
        """Who is chosen is shown; a withdrawal is undone in the record and not here."""
        cleaned: dict[str, Any] = super().clean()
        if not isinstance(cleaned.get("file"), UploadedFile):
            cleaned.pop("file", None)  # the stored one: Django would open it anew, which fails where it is lost
        if cleaned.get("consents") and cleaned.get("people") == People.UNSTATED:
            cleaned["people"] = People.YES
        elif cleaned.get("consents") and cleaned.get("people") == People.NO:
            self.add_error("people", _("People are chosen below. Take them out, or state that it shows people."))
        if self.instance.closed_file and self.instance.pk:
            withdrawn = {record for record in self.instance.consents.all() if record.withdrawn}
            if cleaned.get("people") != People.YES or not withdrawn <= set(cleaned.get("consents", withdrawn)):
                message = _("This picture was withdrawn by %(names)s. If that was a mistake, undo it in the record.")
                names = ", ".join(sorted(record.name for record in withdrawn))
                self.add_error("people", ValidationError(message, params={"names": names}))
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        exclude: set[str] = super()._get_validation_exclusions()
        return exclude if "file" in self.cleaned_data else exclude | {"file"}

    def save(self, commit: bool = True) -> Any:
        """Save; where it may no longer be shown, its file leaves the public place."""
        picture = super().save(commit)
        if commit and {"people", "consents", "file"}.intersection(self.changed_data):
            settle(picture)
        return picture


class EditorialDocumentForm(UploadForm, BaseDocumentForm):
    """The form of a document (WAGTAILDOCS_DOCUMENT_FORM_BASE): its content must be what its name says."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self.fields["file"].error_messages["file_too_large"] = _(
                "This file has %(file_size)s; at most %(max_filesize)s are taken. Make it smaller (for example by "
                "compressing its pictures) or split it, and upload it again."
            )
            self.fields["file"].error_messages["empty"] = EMPTY

    def clean_file(self) -> Any:
        """Refuse a file of another kind than its name says, with the way out."""
        file = self.cleaned_data["file"]
        if not isinstance(file, UploadedFile):  # the stored one
            return file
        kind = extension(file.name or "")
        if kind not in settings.WAGTAILDOCS_EXTENSIONS:
            allowed = ", ".join(name.upper() for name in settings.WAGTAILDOCS_EXTENSIONS)
            message = _("Files of this kind are not taken. Save it as one of: %(allowed)s, and upload that file.")
            raise ValidationError(message, code="extension", params={"allowed": allowed})
        if not is_what_it_is_called(file.name or "", file):
            message = _(
                "The name of this file ends in .%(extension)s, but it is no %(kind)s file, or it is damaged. Open it "
                "on your machine, export it as %(kind)s, and upload that file; renaming it is not enough."
            )
            raise ValidationError(message, code="content", params={"extension": kind, "kind": kind.upper()})
        return file
