"""Whole numbers and dates as an editor types them into the admin's forms."""

from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.test.utils.form_data import querydict_from_html

from campaigns.models import Campaign
from publishing.number_input import WholeNumberField, WholeNumberInput
from stories.models import InitiativeAuthor, InitiativePage
from tests.factories import CampaignPageFactory, InitiativePageFactory, site_tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    site_tree()
    client.force_login(get_user_model().objects.create_superuser("so-lieu", "so-lieu@example.org", "mat-khau"))
    return client


@pytest.fixture
def campaign() -> Campaign:
    found: Campaign = CampaignPageFactory().campaign
    return found


def sent(editor: Client, campaign: Campaign, **typed: str) -> tuple[Campaign, str]:
    """The campaign and the screen after the editor typed this into its form."""
    address = reverse("wagtailsnippets_campaigns_campaign:edit", args=[campaign.pk])
    form = BeautifulSoup(editor.get(address).content, "html.parser").select_one("form[data-edit-form]")
    assert isinstance(form, Tag)
    form["id"] = "form"
    data = querydict_from_html(str(form), form_id="form")
    for name, value in typed.items():
        data[name] = value
    html = editor.post(address, data, follow=True).content.decode()
    return Campaign.objects.get(pk=campaign.pk), html


@pytest.mark.parametrize("typed", ["320000", "320.000", "320 000", "320\u00a0000"])
def test_a_goal_is_read_as_it_is_written_in_vietnam(editor: Client, campaign: Campaign, typed: str) -> None:
    assert sent(editor, campaign, target=typed)[0].target == 320_000


@pytest.mark.parametrize("typed", ["300.00", "3.0", "1,5", "ba trăm nghìn"])
def test_what_is_no_whole_number_is_refused_in_words(editor: Client, campaign: Campaign, typed: str) -> None:
    unchanged, html = sent(editor, campaign, target=typed)
    assert unchanged.target == 300_000
    assert f"“{typed}” không phải là số nguyên" in html
    assert f'value="{typed}"' in html


def test_a_stored_number_is_shown_in_groups(editor: Client, campaign: Campaign) -> None:
    address = reverse("wagtailsnippets_campaigns_campaign:edit", args=[campaign.pk])
    html = editor.get(address).content.decode()
    field = BeautifulSoup(html, "html.parser").select_one("#id_target")
    assert isinstance(field, Tag)
    assert (field["type"], field["value"], field["inputmode"]) == ("text", "300.000", "numeric")
    with translation.override("en"):
        assert WholeNumberInput().format_value(300_000) == "300\u00a0000"


def test_a_far_smaller_goal_wants_a_second_look(editor: Client, campaign: Campaign) -> None:
    unchanged, html = sent(editor, campaign, target="300")
    assert unchanged.target == 300_000
    assert "300.000 → 300: đúng ý bạn?" in html
    assert 'name="confirmed"' in html
    assert sent(editor, campaign, target="300", confirmed="on")[0].target == 300


def test_a_far_shorter_period_wants_a_second_look(editor: Client, campaign: Campaign) -> None:
    unchanged, html = sent(editor, campaign, units_to="25/4/2022")
    assert unchanged.units_to == date(2022, 5, 31)
    assert "22/4/2022–31/5/2022 → 22/4/2022–25/4/2022" in html
    assert sent(editor, campaign, units_to="25/4/2022", confirmed="on")[0].units_to == date(2022, 4, 25)


def test_a_small_change_needs_no_second_look(editor: Client, campaign: Campaign) -> None:
    changed, html = sent(editor, campaign, target="310.000", ends_on="30/5/2022")
    assert (changed.target, changed.ends_on) == (310_000, date(2022, 5, 30))
    assert 'name="confirmed"' not in html


@pytest.mark.parametrize("typed", ["31/13/2022", "30/2/2022", "hôm qua"])
def test_a_day_that_does_not_exist_is_refused(editor: Client, campaign: Campaign, typed: str) -> None:
    unchanged, html = sent(editor, campaign, ends_on=typed)
    assert unchanged.ends_on == date(2022, 5, 31)
    assert "Không có ngày này. Hãy ghi ngày/tháng/năm" in html
    assert f'value="{typed}"' in html


@pytest.mark.parametrize("typed", ["30/5/2022", "30-05-2022", "2022-05-30"])
def test_a_day_is_read_in_every_clear_spelling(editor: Client, campaign: Campaign, typed: str) -> None:
    assert sent(editor, campaign, ends_on=typed)[0].ends_on == date(2022, 5, 30)


def test_money_takes_groups_too() -> None:
    form: Any = InitiativePage.get_edit_handler().get_form_class()
    field = form.base_fields["benefit_vnd"]
    assert isinstance(field, WholeNumberField)
    assert field.clean("500.000.000") == 500_000_000
    moment = form.base_fields["go_live_at"].error_messages["invalid"]
    assert "ngày/tháng/năm giờ:phút" in str(moment)


@pytest.mark.parametrize("year", [1899, timezone.localdate().year + 1])
def test_nobody_was_born_then(year: int) -> None:
    site_tree()
    author = InitiativeAuthor(page=InitiativePageFactory(), name="Tên", job="Việc", workplace="Nơi", birth_year=year)
    with pytest.raises(Exception, match="từ 1900 đến"):
        author.clean()
