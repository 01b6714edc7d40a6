"""Pictures as editors find them."""

import pytest

from publishing.models import EditorialImage


@pytest.mark.django_db
def test_a_files_name_is_no_text_alternative() -> None:
    assert EditorialImage(title="IMG_0042").default_alt_text == ""
    assert EditorialImage(title="IMG_0042", description="Hai thợ mỏ").default_alt_text == "Hai thợ mỏ"
