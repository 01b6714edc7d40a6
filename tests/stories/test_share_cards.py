"""What the cards of people say beside what their page says."""

import pytest
from django.utils import translation

from tests.factories import ConsentFactory, ImageFactory, InitiativePageFactory, site_tree

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("quote", ["Tôi không thêm việc gì cho máy.", ""], ids=["quoted", "not quoted"])
def test_the_mark_of_an_example_stands_where_no_long_title_cuts_it_off(quote: str) -> None:
    site_tree()
    page = InitiativePageFactory(
        title="Cữ nam châm gập mép túi, bớt hẳn một công đoạn là trên cả bốn chuyền may",
        is_example=True,
        image=ImageFactory(),
        quote=quote,
        quote_name="Đặng Thị Mỹ Lệ",
        people_and_effects__name="Đặng Thị Mỹ Lệ",
        people_and_effects__consent=ConsentFactory(name="Đặng Thị Mỹ Lệ"),
    )
    with translation.override("vi"):
        card = page.card_content("person-1")
    assert card is not None
    assert card.kicker == (f"Ví dụ · {page.title}" if quote else "Tác giả sáng kiến · ví dụ")
