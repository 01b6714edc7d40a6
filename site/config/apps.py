"""The project itself as an app: its checks and commands that concern every other app."""

from django.apps import AppConfig


class ConfigApp(AppConfig):
    """Registers the project-wide system checks."""

    name = "config"

    def ready(self) -> None:
        from config import checks  # noqa: F401 - registers the checks
