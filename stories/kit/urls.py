"""Below /tai-ve/: what a reader takes along."""

from django.urls import path, register_converter

from stories.kit import views

app_name = "kit"


class Digest:
    """The hash in a file's address."""

    regex = "[0-9a-f]{20}"

    def to_python(self, value: str) -> str:
        """As it stands."""
        return value

    def to_url(self, value: str) -> str:
        """As it is."""
        return value


register_converter(Digest, "digest")

urlpatterns = [
    path("don-vi/<int:key>/<slug:language>/bo-chia-se.zip", views.unit_kit, name="unit"),
    path("<int:key>/<digest:digest>/<str:name>", views.file, name="file"),
    path("<int:key>/<str:name>", views.newest, name="newest"),
]
