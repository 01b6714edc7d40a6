"""Whether a picture or a person may be used: by record, purpose, language and day."""

from datetime import date, timedelta
from itertools import product

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from publishing.consent import People, Rights, Use, allowed, may_use, with_records
from publishing.models import Consent, EditorialImage
from stories.models import InitiativeAuthor
from tests.factories import ConsentFactory, ImageFactory

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 1)
AWAY = [Use.CARD, Use.POSTER, Use.KIT]
HERE = [Use.PAGE, Use.NAME, Use.QUOTE, Use.VIDEO]


def picture_of(*consents: Consent) -> EditorialImage:
    image: EditorialImage = ImageFactory(people=People.YES, rights=Rights.OWN)
    image.consents.set(consents)
    return image


@pytest.mark.parametrize("use", AWAY)
def test_a_picture_that_says_nothing_of_people_stays_on_the_page(use: Use) -> None:
    image = EditorialImage(rights=Rights.OWN)
    assert may_use(image, Use.PAGE, "vi", DAY)
    verdict = may_use(image, use, "vi", DAY)
    assert not verdict
    assert "nhận ra" in verdict.reason


@pytest.mark.parametrize("use", list(Use))
def test_a_picture_without_people_may_go_everywhere(use: Use) -> None:
    assert may_use(EditorialImage(people=People.NO, rights=Rights.OWN), use, "en", DAY)


@pytest.mark.parametrize("rights", [Rights.UNSTATED, Rights.NO_REUSE])
def test_a_kit_takes_only_pictures_that_others_may_use(rights: Rights) -> None:
    image = EditorialImage(people=People.NO, rights=rights)
    assert not may_use(image, Use.KIT, "vi", DAY)
    assert may_use(image, Use.CARD, "vi", DAY)
    assert may_use(EditorialImage(people=People.NO, rights=Rights.REUSE), Use.KIT, "vi", DAY)


def test_a_picture_of_people_without_a_record_stays_on_the_page_alone() -> None:
    image = picture_of()
    assert may_use(image, Use.PAGE, "vi", DAY)
    assert [use for use in AWAY if may_use(image, use, "vi", DAY)] == []


@pytest.mark.parametrize("use", AWAY)
def test_each_purpose_is_its_own(use: Use) -> None:
    image = picture_of(ConsentFactory(**{f"for_{use}": False}))
    verdict = may_use(image, use, "vi", DAY)
    assert not verdict
    assert verdict.record == image.records[0]
    assert all(may_use(image, other, "vi", DAY) for other in AWAY if other is not use)


def test_every_person_in_a_picture_must_have_agreed() -> None:
    image = picture_of(ConsentFactory(name="An"), ConsentFactory(name="Bình", for_card=False))
    assert "Bình" in may_use(image, Use.CARD, "vi", DAY).reason
    assert may_use(image, Use.POSTER, "vi", DAY)


def test_it_ends_with_the_local_day_of_its_expiry() -> None:
    image = picture_of(ConsentFactory(given_on=DAY - timedelta(9), expires_on=DAY))
    assert may_use(image, Use.CARD, "vi", DAY - timedelta(1))
    for use in (Use.CARD, Use.PAGE):
        verdict = may_use(image, use, "vi", DAY)
        assert not verdict
        assert "1/3/2026" in verdict.reason


def test_today_is_the_day_in_vietnam(monkeypatch: pytest.MonkeyPatch) -> None:
    """17:30 on the last day in London is half past midnight of the next in Hà Nội."""
    from datetime import UTC, datetime

    from django.utils import timezone

    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 2, 28, 17, 30, tzinfo=UTC))
    image = picture_of(ConsentFactory(given_on=DAY - timedelta(9), expires_on=DAY))
    assert not may_use(image, Use.PAGE, "vi")


def test_a_language_that_was_not_asked_for_is_refused() -> None:
    image = picture_of(ConsentFactory(languages=["vi"]))
    assert may_use(image, Use.CARD, "vi", DAY)
    assert not may_use(image, Use.CARD, "en", DAY)
    assert not may_use(image, Use.PAGE, "en", DAY)


def test_what_was_withdrawn_is_refused_and_the_rest_is_not() -> None:
    image = picture_of(ConsentFactory(withdrawn=[Use.CARD]))
    assert "rút" in may_use(image, Use.CARD, "vi", DAY).reason
    assert may_use(image, Use.PAGE, "vi", DAY)


@pytest.mark.parametrize("use", AWAY)
def test_a_person_leaves_the_page_only_by_name(use: Use) -> None:
    author = InitiativeAuthor(name="An", consent=ConsentFactory(for_name=False))
    assert not may_use(author, use, "vi", DAY)
    assert may_use(author, Use.QUOTE, "vi", DAY)
    assert may_use(InitiativeAuthor(name="An", consent=ConsentFactory()), use, "vi", DAY)


@pytest.mark.parametrize("use", list(Use))
def test_a_person_without_a_record_is_named_on_the_page_alone(use: Use) -> None:
    assert bool(may_use(InitiativeAuthor(name="An"), use, "vi", DAY)) is (use in HERE)


def test_many_pictures_cost_one_query() -> None:
    people = [ConsentFactory() for _ in range(3)]
    made = [picture_of(*people) for _ in range(5)] + [ImageFactory(people=People.UNSTATED)]
    images = list(EditorialImage.objects.filter(pk__in=[image.pk for image in made]))
    with CaptureQueriesContext(connection) as queries:
        with_records([*images, None])
        assert len(allowed(images, Use.CARD, "vi", DAY)) == 5
    assert len(queries) == 1


def test_pictures_without_people_cost_none() -> None:
    images = [EditorialImage(people=People.NO), EditorialImage()]
    with CaptureQueriesContext(connection) as queries:
        with_records(images)
        assert len(allowed(images, Use.CARD, "vi", DAY)) == 1
    assert len(queries) == 0


FLAGS = st.fixed_dictionaries({f"for_{use}": st.booleans() for use in Use})


@given(FLAGS, st.sets(st.sampled_from(list(Use))), st.sampled_from(["vi", "en"]), st.integers(-3, 3))
def test_nothing_is_allowed_that_the_record_does_not_say(
    flags: dict[str, bool], withdrawn: set[Use], language: str, left: int
) -> None:
    record = Consent(name="An", given_on=DAY - timedelta(9), expires_on=DAY + timedelta(left), languages=["vi"])
    record.withdrawn = sorted(withdrawn)
    for name, value in flags.items():
        setattr(record, name, value)
    author = InitiativeAuthor(name="An", consent=record)
    for use, on in product(Use, [DAY]):
        if may_use(author, use, language, on):
            assert flags[f"for_{use}"]
            assert use not in withdrawn
            assert language == "vi"
            assert left > 0


def test_a_record_is_for_something_and_of_a_day_that_has_come() -> None:
    empty = Consent(name="An", given_on=date.today() + timedelta(3))
    with pytest.raises(ValidationError) as refused:
        empty.clean()
    assert set(refused.value.message_dict) == {"given_on", "__all__"}
    backwards = Consent(name="An", given_on=DAY, expires_on=DAY, for_page=True)
    with pytest.raises(ValidationError) as refused:
        backwards.clean()
    assert set(refused.value.message_dict) == {"expires_on"}
