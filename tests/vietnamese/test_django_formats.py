"""The same formats in Django: what templates print and forms read (`config.formats`)."""

from collections.abc import Iterator
from datetime import date, datetime

import pytest
from django import forms
from django.template import Context, Engine
from django.utils import formats, translation
from pytest_django import Settings


@pytest.fixture(autouse=True)
def format_module(settings: Settings) -> Iterator[None]:
    settings.FORMAT_MODULE_PATH = "config.formats"
    formats.reset_format_cache()
    yield
    formats.reset_format_cache()


def rendered(template: str, **context: object) -> str:
    return Engine().from_string(template).render(Context(context))


@pytest.mark.parametrize(
    ("language", "grouped", "decimal", "day", "moment"),
    [
        ("vi", "1.000.000", "47,3", "22/4/2022", "14:05 10/5/2022"),
        ("en", "1,000,000", "47.3", "22 April 2022", "14:05, 10 May 2022"),
        ("ko", "1,000,000", "47.3", "2022년 4월 22일", "2022년 5월 10일 14:05"),
        ("ja", "1,000,000", "47.3", "2022年4月22日", "2022年5月10日 14:05"),
        ("zh-hans", "1,000,000", "47.3", "2022年4月22日", "2022年5月10日 14:05"),
    ],
)
def test_printed(language: str, grouped: str, decimal: str, day: str, moment: str) -> None:
    with translation.override(language):
        assert rendered("{{ n|floatformat:'0g' }}", n=1_000_000) == grouped
        assert rendered("{{ n }}", n=47.3) == decimal
        assert rendered("{{ d }}", d=date(2022, 4, 22)) == day
        assert rendered("{{ d }}", d=datetime(2022, 5, 10, 14, 5)) == moment


@pytest.mark.parametrize("language", ["vi", "en", "ko", "ja", "zh-hans"])
def test_a_bare_year_is_not_grouped(language: str) -> None:
    with translation.override(language):
        assert rendered("{{ year }}", year=2022) == "2022"


@pytest.mark.parametrize("language", ["vi", "en", "ko", "ja", "zh-hans"])
@pytest.mark.parametrize("typed", ["22/4/2022", "22/04/2022", "22-4-2022", "2022-04-22"])
def test_dates_read(language: str, typed: str) -> None:
    with translation.override(language):
        assert forms.DateField().clean(typed) == date(2022, 4, 22)


@pytest.mark.parametrize("language", ["vi", "en", "ko", "ja", "zh-hans"])
def test_the_day_comes_before_the_month(language: str) -> None:
    with translation.override(language):
        assert forms.DateField().clean("05/04/2022") == date(2022, 4, 5)


@pytest.mark.parametrize("typed", ["22/4/2022 14:05", "2022-04-22 14:05", "22-4-2022 14:05:00"])
def test_moments_read(typed: str, settings: Settings) -> None:
    settings.USE_TZ = False
    with translation.override("vi"):
        assert forms.DateTimeField().clean(typed) == datetime(2022, 4, 22, 14, 5)


@pytest.mark.parametrize("typed", ["31/2/2022", "13-13-2022", "hôm qua"])
def test_nonsense_is_refused(typed: str) -> None:
    with translation.override("vi"), pytest.raises(forms.ValidationError):
        forms.DateField().clean(typed)
