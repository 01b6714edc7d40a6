"""Roles of the editors and, for the demo, one account each with a password made on the spot."""

import json
import secrets
from dataclasses import dataclass
from pathlib import Path

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page, Task, Workflow
from wagtail.users.models import UserProfile

from publishing.demo_accounts import EMAIL_DOMAIN
from stories.models import InitiativeIndexPage, StoryIndexPage

GRASSROOTS, EDITORS, CHIEFS, FIGURES = "Tổ hỗ trợ sáng kiến", "Biên tập viên", "Trưởng ban biên tập", "Quản lý số liệu"

PAGE_PERMISSIONS = {
    GRASSROOTS: ("add_page",),  # and these below the indexes of stories and initiatives alone
    EDITORS: ("add_page", "change_page"),
    CHIEFS: ("add_page", "change_page", "publish_page", "lock_page", "unlock_page"),
    FIGURES: (),
}
# Wagtail asks for the permissions of its own Image and Document, whatever model stands for pictures. Who may add one
# may change and delete it again; who may change others' may delete them too.
COLLECTION_PERMISSIONS = {
    GRASSROOTS: ("add_image", "choose_image"),
    EDITORS: ("add_image", "change_image", "choose_image", "add_document", "choose_document"),
    CHIEFS: ("add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document"),
    FIGURES: (),
}
# Who records a consent reads the papers of those alone; a withdrawal must be honoured by whoever is asked first.
RECORDING = ("add_consent", "view_consent")
ANSWERING = (*RECORDING, "change_consent", "withdraw_consent", "see_consent_papers")
MODEL_PERMISSIONS = {
    GRASSROOTS: ("view_sharetotal", "view_campaign", "view_unit", "view_cluster", "view_fieldofwork", *RECORDING),
    EDITORS: (
        "view_sharetotal", "view_campaign", "view_unit", "view_cluster", "view_fieldofwork", "view_target", *ANSWERING,
    ),
    CHIEFS: (
        "view_sharetotal", "view_campaign", "view_unit", "view_cluster", "view_fieldofwork", "view_target",
        "change_sitesettings", "decide_hold", "close_campaign",
        *ANSWERING,
        "add_tag", "change_tag", "delete_tag", "view_tag", "view_unanswered",
        *(f"{verb}_{model}" for verb in ("add", "change", "delete", "view") for model in ("promotion", "synonyms")),
    ),
    FIGURES: (
        "view_sharetotal",
        "decide_hold",
        *(
            f"{verb}_{model}"
            for verb in ("add", "change", "delete", "view")
            for model in ("campaign", "unit", "cluster", "fieldofwork", "target")
        ),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Login:
    """One account of the demo, as it is printed."""

    role: str
    username: str
    password: str


ACCOUNTS = (
    ("quantri", "Quản trị", None),
    ("truongban", CHIEFS, CHIEFS),
    ("bientap", EDITORS, EDITORS),
    ("tohotro", GRASSROOTS, GRASSROOTS),
    ("solieu", FIGURES, FIGURES),
)


def ensure_roles() -> dict[str, Group]:
    """The site's roles as groups with their permissions; what is there already is kept, what is missing is added.

    Wagtail's own two groups take the Vietnamese names, so that its approval workflow keeps working.
    """
    for old, new in (("Editors", EDITORS), ("Moderators", CHIEFS)):
        if not Group.objects.filter(name=new).exists():
            Group.objects.filter(name=old).update(name=new)
    _name_wagtails_own_rows()
    root, collection = Page.get_first_root_node(), Collection.get_first_root_node()
    indexes = [*StoryIndexPage.objects.all(), *InitiativeIndexPage.objects.all()]
    groups = {}
    for name in PAGE_PERMISSIONS:
        group, _created = Group.objects.get_or_create(name=name)
        groups[name] = group
        group.permissions.add(Permission.objects.get(codename="access_admin", content_type__app_label="wagtailadmin"))
        for codename in PAGE_PERMISSIONS[name]:
            permission = Permission.objects.get(codename=codename, content_type__app_label="wagtailcore")
            for page in indexes if name == GRASSROOTS else [root]:
                GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)
        for codename in COLLECTION_PERMISSIONS[name]:
            permission = Permission.objects.get(codename=codename)
            GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=permission)
        group.permissions.add(
            *Permission.objects.filter(
                codename__in=MODEL_PERMISSIONS[name],
                content_type__app_label__in=("campaigns", "publishing", "search", "stories", "sharing"),
            )
        )
    return groups


def _name_wagtails_own_rows() -> None:
    """What Wagtail's migrations wrote in English, in the editors' language."""
    Workflow.objects.filter(name="Moderators approval").update(name="Trưởng ban duyệt")
    Task.objects.filter(name="Moderators approval").update(name="Trưởng ban duyệt")
    Collection.objects.filter(depth=1, name="Root").update(name="Gốc")
    Page.objects.filter(depth=1, title="Root").update(title="Gốc", draft_title="Gốc")


def make_accounts(path: Path) -> list[Login]:
    """Make the demo's accounts with fresh passwords and keep these in `path`, readable by the owner alone."""
    groups = ensure_roles()
    User = get_user_model()
    logins = []
    for username, role, group in ACCOUNTS:
        password = "-".join(secrets.token_hex(2) for _ in range(3))
        user, _created = User.objects.get_or_create(username=username)
        user.email = f"{username}@{EMAIL_DOMAIN}"
        user.first_name = role
        user.is_superuser = user.is_staff = group is None
        user.set_password(password)
        user.save()
        if group is not None:
            user.groups.set([groups[group]])
        profile = UserProfile.get_for_user(user)
        profile.preferred_language = "vi"
        profile.current_time_zone = "Asia/Ho_Chi_Minh"
        profile.save()
        logins.append(Login(role, username, password))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_text(json.dumps([login.__dict__ for login in logins], ensure_ascii=False), encoding="utf-8")
    return logins


def read_logins(path: Path) -> list[Login]:
    """The accounts that `make_accounts` wrote; empty where it never ran."""
    if not path.exists():
        return []
    return [Login(**login) for login in json.loads(path.read_text(encoding="utf-8"))]
