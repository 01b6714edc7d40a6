"""Korean as the site prints and reads it: `config.formats.east_asian`, with Korean dates (2022년 5월 10일)."""

from config.formats.east_asian import *  # noqa: F403 - Django reads the formats off this module

DATE_FORMAT = SHORT_DATE_FORMAT = "Y년 n월 j일"
DATETIME_FORMAT = SHORT_DATETIME_FORMAT = "Y년 n월 j일 G:i"
YEAR_MONTH_FORMAT = "Y년 n월"
MONTH_DAY_FORMAT = "n월 j일"
