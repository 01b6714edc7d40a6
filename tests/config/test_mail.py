"""EMAIL_URL and EMAIL_FROM become Django's settings; what is unsafe or misread is refused."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from config.mail import Mail, mail, sender


@pytest.mark.parametrize(
    ("url", "meant"),
    [
        ("", Mail()),
        ("smtp://127.0.0.1", Mail("127.0.0.1", 25)),
        ("smtp://mail.example:2525/", Mail("mail.example", 2525)),
        ("smtp+tls://a%40b:p%2Fw@mail.example", Mail("mail.example", 587, "a@b", "p/w", starttls=True)),
        ("smtps://a:b@mail.example:4650", Mail("mail.example", 4650, "a", "b", tls=True)),
    ],
)
def test_an_address_is_understood(url: str, meant: Mail) -> None:
    assert mail(url) == meant
    assert mail(url).is_sent == bool(url)
    assert mail(url).backend.split(".")[-2] == ("smtp" if url else "dummy")


@pytest.mark.parametrize(
    "url",
    [
        "mail.example",
        "smtp://",
        "https://mail.example",
        "smtps://u:secret@mail.example:port",
        "smtps://u:secret@[mail",
        "smtps://u:secret@mail.example?tls=no",
        "smtp://u:secret@mail.example",
    ],
)
def test_another_is_refused_in_one_line_without_the_password(url: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        mail(url)
    assert "\n" not in str(refusal.value)
    assert "secret" not in str(refusal.value)


def test_who_the_mails_come_from() -> None:
    assert sender("", "https://tuhao.example") == "tu-hao@tuhao.example"
    assert sender("", "") == "tu-hao@localhost"
    assert sender("ban@tuhao.example", "https://other.example") == "ban@tuhao.example"
    with pytest.raises(ImproperlyConfigured, match="EMAIL_FROM"):
        sender("ban@tuhao.example\nBcc: x@y.example", "")


def test_nobody_is_offered_a_password_by_mail_where_none_is_sent(client: Client, db: None) -> None:
    page = client.get("/admin/login/").content.decode()
    assert "password_reset" not in page
    assert client.get("/admin/password_reset/").status_code == 404
