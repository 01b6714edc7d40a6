"""Forms of the admin that we make stricter than Wagtail's."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm


class CheckedImageField(WagtailImageField):
    """Also refuses a file that begins as a picture and breaks off: Wagtail's own field answers that with a 500."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Wagtail counts pixels one by one; an editor knows width and height.
        self.error_messages["file_too_many_pixels"] = _(
            "This picture is too large: at most %(millions)d million pixels, for example 9000×6000. "
            "Make it smaller and upload it again."
        ) % {"millions": self.max_image_pixels // 1_000_000}

    def check_image_pixel_size(self, f: "UploadedFile[bytes]") -> None:
        try:
            super().check_image_pixel_size(f)
        except (OSError, SyntaxError, ValueError) as error:  # what Pillow's decoders raise for damaged files
            raise ValidationError(self.error_messages["invalid_image"], code="invalid_image") from error


class EditorialImageForm(BaseImageForm):
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
