"""The links by which programs find out how to show a page (oEmbed's discovery)."""

from urllib.parse import urlencode

from django.urls import reverse


def discovery(url: str, root: str) -> dict[str, str]:
    """By which type and address a page at `url` tells of its answers."""
    endpoint = f"{root}{reverse('oembed')}"
    return {
        mime: f"{endpoint}?{urlencode({'url': url, 'format': form})}"
        for form, mime in (("json", "application/json+oembed"), ("xml", "text/xml+oembed"))
    }
