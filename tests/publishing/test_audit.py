"""The history of data tells old and new values."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from campaigns.models import Campaign, Cluster, Target, Unit
from publishing.audit import CHANGED, DELETED
from publishing.models import SiteSettings
from tests.factories import CampaignFactory, UnitFactory, site_tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    site_tree()
    client.force_login(get_user_model().objects.create_superuser("so-lieu", "so-lieu@example.org", "mat-khau"))
    return client


def told(action: str) -> list[str]:
    return [entry.message for entry in ModelLogEntry.objects.filter(action=action).order_by("pk")]


def test_a_changed_goal_is_told_with_both_values(editor: Client) -> None:
    campaign = CampaignFactory()
    campaign.target = 300
    campaign.featured = False
    campaign.save()
    assert told(CHANGED) == ["Mục tiêu: 300.000 → 300; Hiện ở mọi trang: có → không"]
    history = editor.get(reverse("wagtailsnippets_campaigns_campaign:history", args=[campaign.pk])).content.decode()
    assert "Mục tiêu: 300.000 → 300" in history
    report = editor.get(reverse("wagtailadmin_reports:site_history")).content.decode()
    assert "Mục tiêu: 300.000 → 300" in report


def test_nothing_is_told_where_nothing_changed() -> None:
    campaign = Campaign.objects.get(pk=CampaignFactory().pk)
    campaign.save()
    assert told(CHANGED) == []


def test_units_clusters_and_their_names() -> None:
    old, new = (Cluster.objects.create(code=f"cum-{number}", name=f"Cụm số {number}") for number in (1, 2))
    unit = UnitFactory(cluster=old)
    unit.cluster = new
    unit.save()
    new.name = "Cụm hai"
    new.save()
    assert told(CHANGED) == ["Cụm thi đua: Cụm số 1 → Cụm số 2", "Tên: Cụm số 2 → Cụm hai"]


def test_a_deletion_tells_what_went() -> None:
    unit = UnitFactory(name="LĐLĐ tỉnh Đồng Nai")
    target = Target.objects.create(campaign=CampaignFactory(), unit=unit, amount=4_000, source="Kế hoạch 12")
    Target.objects.filter(pk=target.pk).delete()  # as a list's bulk action does
    [entry] = ModelLogEntry.objects.filter(action=DELETED)
    assert entry.deleted
    assert "4.000" in entry.message
    assert "LĐLĐ tỉnh Đồng Nai" in entry.message
    assert Unit.objects.filter(pk=unit.pk).exists()


def test_the_sites_texts_are_told_under_its_settings() -> None:
    site_tree()
    settings = SiteSettings.objects.get()
    wording = settings.wordings.first()
    assert wording is not None
    wording.notice = "Thông báo mới"
    wording.save()
    [entry] = ModelLogEntry.objects.filter(action=CHANGED)
    assert entry.object_id == str(settings.pk)
    assert "→ Thông báo mới" in entry.message
