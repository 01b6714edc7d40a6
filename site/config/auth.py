"""Who may log in to production."""

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser, User

from publishing.demo_accounts import is_demo_account


class NoDemoAccountsBackend(ModelBackend):
    """Refuses the demo's accounts even where somebody carried the demo's database into production."""

    def user_can_authenticate(self, user: User | AnonymousUser | None) -> bool:
        if is_demo_account(getattr(user, "email", "")):
            return False
        return super().user_can_authenticate(user)
