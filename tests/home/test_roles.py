"""What each role may do, asked of Wagtail's own policies."""

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection
from wagtail.permissions import policy_registry

from home.demo.accounts import CHIEFS, EDITORS, FIGURES, GRASSROOTS, ensure_roles
from tests.factories.media import ImageFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "adds_pictures", "changes_others", "adds_documents"),
    [
        (GRASSROOTS, True, False, False),
        (EDITORS, True, True, True),
        (CHIEFS, True, True, True),
        (FIGURES, False, False, False),
    ],
)
def test_pictures_and_documents(role: str, adds_pictures: bool, changes_others: bool, adds_documents: bool) -> None:
    user = get_user_model().objects.create_user("somebody", password="irrelevant-here")
    user.groups.add(ensure_roles()[role])
    pictures, documents = (policy_registry.get_by_type(model) for model in (get_image_model(), get_document_model()))
    assert pictures.user_has_permission(user, "add") == adds_pictures
    assert pictures.user_has_permission(user, "choose") == adds_pictures
    assert documents.user_has_permission(user, "add") == adds_documents
    somebody_elses = ImageFactory(collection=Collection.get_first_root_node())
    assert pictures.user_has_permission_for_instance(user, "change", somebody_elses) == changes_others


def test_roles_can_be_completed_again(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("make_roles")
    call_command("make_roles")
    assert set(capsys.readouterr().out.split("\n")) - {""} == {GRASSROOTS, EDITORS, CHIEFS, FIGURES}
