"""The links of the share bar: right for each network, whatever is in the title."""

from unicodedata import is_normalized, normalize
from urllib.parse import parse_qs, parse_qsl, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharing.networks import BY_DEFAULT, NETWORKS, Shared, marked, zalo_on_android, zalo_on_ios

PAGE = "https://tuhao.example/cau-chuyen/chuyen-12/"
STORY = Shared(
    "Chuyền 12 & “hai viên nam châm”; 50% 'nhanh' hơn", PAGE, "https://tuhao.example/s/2f", ("TuHao", "1TrieuSangKien")
)
TITLES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80)


def asked(network: str, shared: Shared = STORY) -> dict[str, list[str]]:
    return parse_qs(urlsplit(NETWORKS[network].address(shared)).query, strict_parsing=True)


def test_the_order_is_the_one_of_the_design_and_telegram_is_off() -> None:
    assert BY_DEFAULT == ("zalo", "facebook", "copy", "qr", "x", "linkedin", "viber", "messenger")
    assert "telegram" in NETWORKS


@pytest.mark.parametrize(
    ("network", "host", "parameter"),
    [
        ("facebook", "www.facebook.com", "u"),
        ("x", "x.com", "url"),
        ("linkedin", "www.linkedin.com", "url"),
        ("telegram", "t.me", "url"),
        ("messenger", "share", "link"),
    ],
)
def test_each_network_is_given_the_page_with_its_own_mark(network: str, host: str, parameter: str) -> None:
    assert urlsplit(NETWORKS[network].address(STORY)).netloc == host
    assert asked(network)[parameter] == [f"{PAGE}?utm_source={network}&utm_medium=share"]


def test_x_gets_the_hashtags_without_their_sign() -> None:
    assert asked("x")["hashtags"] == ["TuHao,1TrieuSangKien"]
    assert "hashtags" not in asked("x", Shared("Tin", PAGE))


def test_viber_gets_one_text_of_title_link_and_hashtags() -> None:
    title, link, tags = asked("viber")["text"][0].split("\n")
    assert (title, tags) == (STORY.title, "#TuHao #1TrieuSangKien")
    assert link == f"{PAGE}?utm_source=viber&utm_medium=share"


@given(title=TITLES)
def test_zalos_intent_keeps_its_form_whatever_the_title(title: str) -> None:
    intent = zalo_on_android(Shared(title, PAGE))
    assert intent.startswith("intent://zaloapp.com/#Intent;") and intent.endswith(";end")
    fields = dict(part.split("=", 1) for part in intent.partition("#Intent;")[2].split(";")[:-1])
    assert unquote(fields["S.android.intent.extra.SUBJECT"]) == normalize("NFC", title)
    assert unquote(fields["S.android.intent.extra.TEXT"]).endswith(f"{PAGE}?utm_source=zalo&utm_medium=share")
    assert fields["action"] == "android.intent.action.SEND"


def test_zalo_on_ios_gets_the_link_alone() -> None:
    found = parse_qs(urlsplit(zalo_on_ios(STORY)).query)
    assert found == {"url": [f"{PAGE}?utm_source=zalo&utm_medium=share"], "type": ["8"], "version": ["1"]}


@given(title=TITLES)
def test_titles_travel_in_composed_letters_and_unharmed(title: str) -> None:
    shared = Shared(normalize("NFD", title), PAGE)
    sent = asked("x", shared)["text"][0]
    assert sent == normalize("NFC", title)
    assert is_normalized("NFC", shared.text("viber"))


@pytest.mark.parametrize("address", [PAGE, f"{PAGE}?p=2", f"{PAGE}#ket-qua", f"{PAGE}?p=2&the=y%20t%E1%BA%BF#ket-qua"])
def test_marks_join_what_the_address_has(address: str) -> None:
    before, after = urlsplit(address), urlsplit(marked(address, "zalo"))
    assert (after.path, after.fragment) == (before.path, before.fragment)
    assert parse_qsl(after.query) == [*parse_qsl(before.query), ("utm_source", "zalo"), ("utm_medium", "share")]
