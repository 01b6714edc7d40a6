"""The addresses of share cards."""

from django.urls import re_path

from sharing.cards.addresses import PATTERN
from sharing.cards.views import card

urlpatterns = [re_path(PATTERN, card, name="share_card")]
