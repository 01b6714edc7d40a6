"""Records in the admin: who may do what, asked from outside; and what editors are told."""

from datetime import timedelta
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from pytest_django import DjangoCaptureOnCommitCallbacks
from wagtail.models import ModelLogEntry

from home.demo.accounts import CHIEFS, EDITORS, FIGURES, GRASSROOTS, ensure_roles
from publishing.consent import People, Use
from publishing.models import Consent, EditorialImage, Withdrawal
from tests.factories import ConsentFactory, ImageFactory, InitiativePageFactory, StoryPageFactory, site_tree

pytestmark = pytest.mark.django_db

LIST = "wagtailsnippets_publishing_consent:list"
EDIT = "wagtailsnippets_publishing_consent:edit"
ADD = "wagtailsnippets_publishing_consent:add"
CHOOSER = "wagtailsnippetchoosers_publishing_consent"
CONTACT = "0900 111 222"
PDF = b"%PDF-1.4 signed by Suoi"


@pytest.fixture
def users() -> dict[str, User]:
    site_tree()
    made = {}
    for name, group in ensure_roles().items():
        user = get_user_model().objects.create_user(name, password="x")
        user.groups.set([group])
        made[name] = user
    return made


@pytest.fixture
def record() -> Consent:
    made: Consent = ConsentFactory(
        name="Trần Thị Suối", contact=CONTACT, evidence=SimpleUploadedFile("phieu.pdf", PDF), evidence_note=""
    )
    return made


def logged_in(user: User | None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


@pytest.mark.parametrize(
    ("role", "papers", "withdraws"), [(None, False, False), (FIGURES, False, False), (GRASSROOTS, False, False),
                                      (EDITORS, True, True), (CHIEFS, True, True)]
)  # fmt: skip
def test_who_may_fetch_the_paper_and_withdraw(
    users: dict[str, User], record: Consent, role: str | None, papers: bool, withdraws: bool
) -> None:
    client = logged_in(users[role] if role else None)
    paper = client.get(reverse("consent_paper", args=[record.pk]))
    assert (paper.status_code == 200) is papers
    if papers:
        assert b"".join(paper) == PDF
        assert paper["Content-Disposition"].startswith("attachment")
        assert "no-store" in paper["Cache-Control"]
    assert (client.get(reverse("consent_withdraw", args=[record.pk])).status_code == 200) is withdraws
    client.post(reverse("consent_withdraw", args=[record.pk]), {"uses": ["card"], "received_on": "1/3/2026"})
    assert Withdrawal.objects.exists() is withdraws
    undo = client.post(reverse("consent_undo", args=[record.pk, Withdrawal.objects.get().pk])) if withdraws else None
    record.refresh_from_db()
    assert record.withdrawn == []
    assert undo is None or undo.status_code == 302


def test_a_withdrawal_that_was_undone_takes_back_no_later_one(users: dict[str, User], record: Consent) -> None:
    client = logged_in(users[CHIEFS])
    withdraw = reverse("consent_withdraw", args=[record.pk])
    client.post(withdraw, {"uses": ["card"], "received_on": "1/3/2026"})
    mistake = reverse("consent_undo", args=[record.pk, Withdrawal.objects.get().pk])
    client.post(mistake)
    client.post(withdraw, {"uses": ["card", "kit"], "received_on": "2/3/2026"})

    screen = client.get(reverse("wagtailsnippets_publishing_consent:edit", args=[record.pk])).content.decode()
    assert screen.count("hoan-lai") == 1 and mistake not in screen
    client.post(mistake)
    record.refresh_from_db()
    assert record.withdrawn == ["card", "kit"]


def test_no_public_address_leads_to_a_paper(record: Consent, client: Client) -> None:
    name = record.evidence.name or ""
    assert "Suối" not in name and "phieu" not in name
    for address in (f"/media/{name}", f"/media/../private/{name}", f"/tai-lieu/1/{name}", f"/static/{name}"):
        assert client.get(address).status_code in (400, 404), address
    with pytest.raises(ValueError, match="no address"):
        record.evidence.url  # noqa: B018 - it is asked for


def test_the_contact_is_read_by_few_and_never_stands_in_the_history(users: dict[str, User], record: Consent) -> None:
    address = reverse(EDIT, args=[record.pk])
    assert CONTACT in logged_in(users[EDITORS]).get(address).content.decode()
    grassroots = logged_in(users[GRASSROOTS])
    seen = [grassroots.get(reverse(LIST)), grassroots.get(address)]
    seen.append(grassroots.get(reverse("wagtailsnippets_publishing_consent:inspect", args=[record.pk])))
    assert all(CONTACT not in answer.content.decode() for answer in seen)
    record.contact = "0900 333 444"
    record.save()
    assert CONTACT not in str([entry.data for entry in ModelLogEntry.objects.all()])
    assert "0900 333" not in str([entry.data for entry in ModelLogEntry.objects.all()])


def test_fetching_a_paper_stands_in_the_history(users: dict[str, User], record: Consent) -> None:
    logged_in(users[CHIEFS]).get(reverse("consent_paper", args=[record.pk])).close()
    entry = ModelLogEntry.objects.get(action="consent.paper")
    assert (entry.user, entry.object_id) == (users[CHIEFS], str(record.pk))


def test_the_grassroots_record_a_consent_within_the_page_and_read_their_own_paper(
    users: dict[str, User],
) -> None:
    client = logged_in(users[GRASSROOTS])
    window = client.get(reverse(f"{CHOOSER}:choose"))
    assert "Phiếu mới" in window.json()["html"]
    photo = BytesIO()
    Image.new("RGB", (40, 30)).save(photo, "JPEG")
    data = {
        "name": "Lê Văn Cạo", "workplace": "Tổ 3", "contact": CONTACT, "uses": ["page", "name"],
        "languages": ["vi"], "given_on": "1/3/2026",
        "evidence": SimpleUploadedFile("IMG_0042.JPG", photo.getvalue()),
    }  # fmt: skip
    answer = client.post(reverse(f"{CHOOSER}:create"), data).json()
    assert answer["step"] == "chosen", answer
    made = Consent.objects.get(name="Lê Văn Cạo")
    assert made.given == [Use.PAGE, Use.NAME]
    assert made.recorded_by == users[GRASSROOTS]
    own = client.get(reverse("consent_paper", args=[made.pk]))
    assert b"".join(own) == photo.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("giay.pdf", b"<html>", "bị hỏng"),
        ("giay.jpg", b"\xff\xd8\xff broken", "bị hỏng"),
        ("giay.exe", b"MZ", "bị hỏng"),
        ("giay.pdf", b"%PDF-" + b"x" * (10 * 1024 * 1024), "10 MB"),
    ],
    ids=["no pdf", "no jpeg", "a program", "too large"],
)
def test_a_hostile_or_broken_paper_is_refused_in_words(
    admin_client: Client, name: str, content: bytes, message: str
) -> None:
    data = {"name": "An", "uses": ["page"], "languages": ["vi"], "given_on": "1/3/2026"}
    answer = admin_client.post(reverse(ADD), {**data, "evidence": SimpleUploadedFile(name, content)})
    assert answer.status_code == 200
    assert message in answer.content.decode()
    assert not Consent.objects.exists()


def test_a_record_in_use_is_not_deleted(admin_client: Client, record: Consent) -> None:
    ImageFactory(people=People.YES).consents.set([record])
    admin_client.post(reverse("wagtailsnippets_publishing_consent:delete", args=[record.pk]))
    assert Consent.objects.filter(pk=record.pk).exists()


def test_the_first_screen_says_which_consents_need_care(admin_client: Client) -> None:
    site_tree()
    home = reverse("wagtailadmin_home")
    ConsentFactory()
    assert "Phiếu đồng ý cần để ý" not in admin_client.get(home).content.decode()
    ConsentFactory(name="Sắp Hết", expires_on=timezone.localdate() + timedelta(days=30))
    ConsentFactory(name="Không Giấy", evidence_note="")
    html = admin_client.get(home).content.decode()
    assert "1 hết hạn trong 30 ngày tới" in html
    assert "1 chưa có bằng chứng" in html
    listed = admin_client.get(reverse(LIST), {"needs": "paper"}).content.decode()
    assert "Không Giấy" in listed
    assert "Sắp Hết" not in listed


def test_the_list_is_searched_without_marks(
    admin_client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        ConsentFactory(name="Đặng Thị Hoà")
        ConsentFactory(name="Nguyễn Văn An")
    html = admin_client.get(reverse(LIST), {"q": "dang thi hoa"}).content.decode()
    assert "Đặng Thị Hoà" in html
    assert "Nguyễn Văn An" not in html


def test_the_screen_of_a_page_tells_what_is_left_out_and_one_click_mends_it(admin_client: Client) -> None:
    site_tree()
    picture = ImageFactory(title="Bờ moong", people=People.UNSTATED)
    page = StoryPageFactory(image=picture)
    screen = reverse("wagtailadmin_pages:edit", args=[page.pk])
    html = admin_client.get(screen).content.decode()
    assert "Không dùng vì chưa có đồng ý" in html
    assert "Bờ moong" in html.partition("consent-left-out")[2]
    one_click = reverse("consent_shows_nobody", args=[picture.pk])
    assert one_click in html
    assert admin_client.get(one_click).status_code == 405
    answer = admin_client.post(one_click, {"next": screen})
    assert answer["Location"] == screen
    assert EditorialImage.objects.get(pk=picture.pk).people == People.NO
    assert "consent-left-out" not in admin_client.get(screen).content.decode()


def test_one_click_leads_nowhere_else(admin_client: Client) -> None:
    picture = ImageFactory(people=People.UNSTATED)
    answer = admin_client.post(
        reverse("consent_shows_nobody", args=[picture.pk]), {"next": "https://elsewhere.example/"}
    )
    assert answer["Location"].startswith("/admin/")


def test_who_may_not_change_a_picture_states_nothing_of_it(users: dict[str, User]) -> None:
    picture = ImageFactory(people=People.UNSTATED)
    logged_in(users[FIGURES]).post(reverse("consent_shows_nobody", args=[picture.pk]))
    assert EditorialImage.objects.get(pk=picture.pk).people == People.UNSTATED


def test_publishing_tells_what_is_left_out(admin_client: Client) -> None:
    site_tree()
    page = InitiativePageFactory(image=ImageFactory())
    from publishing.consent.leaving_out import left_out_of

    assert [(line.what, line.picture) for line in left_out_of(page)] == [("Người: Trần Văn Bảy", None)]
    assert "thẻ chia sẻ" in left_out_of(page)[0].uses


def test_people_are_chosen_in_the_form_of_a_picture(admin_client: Client) -> None:
    picture, first, second = ImageFactory(people=People.UNSTATED), ConsentFactory(), ConsentFactory()
    address = reverse("wagtailimages:edit", args=[picture.pk])
    assert 'name="consents-0"' in admin_client.get(address).content.decode()
    data = {
        "title": picture.title, "collection": picture.collection_id, "rights": "own", "people": "",
        "consents-0": first.pk, "consents-1": "", "consents-2": second.pk,
    }  # fmt: skip
    answer = admin_client.post(address, data)
    assert answer.status_code == 302, answer.context["form"].errors
    stored = EditorialImage.objects.get(pk=picture.pk)
    assert (stored.people, set(stored.consents.all())) == (People.YES, {first, second})
    assert str(first) in admin_client.get(address).content.decode()


def test_a_withdrawn_picture_is_not_brought_back_by_its_own_form(
    admin_client: Client, record: Consent, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    site_tree()
    picture = ImageFactory(people=People.YES)
    picture.consents.set([record])
    with django_capture_on_commit_callbacks(execute=True):
        admin_client.post(reverse("consent_withdraw", args=[record.pk]), {"uses": ["page"], "received_on": "1/3/2026"})
    address = reverse("wagtailimages:edit", args=[picture.pk])
    assert admin_client.get(address).status_code == 200
    answer = admin_client.post(
        address,
        {
            "title": picture.title,
            "collection": picture.collection_id,
            "people": "no",
            "rights": "own",
            "consents-0": "",
        },
    )
    assert answer.status_code == 200
    assert "đã bị rút lại" in answer.content.decode()
    assert admin_client.get(reverse("wagtailimages:index")).status_code == 200
    assert EditorialImage.objects.get(pk=picture.pk).closed_file


def test_linking_a_record_that_refuses_closes_the_picture(admin_client: Client) -> None:
    picture, refuses = ImageFactory(people=People.UNSTATED), ConsentFactory(for_page=False)
    data = {
        "title": picture.title,
        "collection": picture.collection_id,
        "people": "yes",
        "rights": "own",
        "consents-0": refuses.pk,
    }
    admin_client.post(reverse("wagtailimages:edit", args=[picture.pk]), data)
    assert EditorialImage.objects.get(pk=picture.pk).closed_file
    assert admin_client.get(picture.file.url).status_code == 404


def test_the_list_tells_the_state_of_each_record(admin_client: Client) -> None:
    ConsentFactory(name="Đã Rút", withdrawn=["card"])
    ConsentFactory(name="Đã Hết", expires_on=timezone.localdate())
    ConsentFactory(name="Còn Nguyên")
    html = admin_client.get(reverse(LIST)).content
    rows = [row.get_text(" ", strip=True) for row in BeautifulSoup(html, "html.parser").select("tr")]
    state = {name: next(row for row in rows if name in row) for name in ("Đã Rút", "Đã Hết", "Còn Nguyên")}
    assert "đã rút lại" in state["Đã Rút"]
    assert "hết hạn" in state["Đã Hết"]
    assert "hết hạn" not in state["Còn Nguyên"] and "rút lại" not in state["Còn Nguyên"]


def test_what_vanishes_is_announced_only_where_something_does(admin_client: Client, record: Consent) -> None:
    site_tree()
    html = admin_client.get(reverse("consent_withdraw", args=[record.pk])).content.decode()
    assert "Không có gì trên website" in html
    assert "Những gì sẽ biến mất" not in html and "gỡ tất cả" not in html
    picture = ImageFactory(people=People.YES, title="Bờ moong")
    picture.consents.set([record])
    html = admin_client.get(reverse("consent_withdraw", args=[record.pk])).content.decode()
    assert "Bờ moong" in html.partition("Những gì sẽ biến mất")[2]


class TestDeleting:
    def delete_all(self, client: Client, *records: Consent) -> str:
        keys = "&".join(f"id={record.pk}" for record in records)
        address = f"/admin/bulk/publishing/consent/delete/?{keys}&next=/admin/"
        return client.post(address, follow=True).content.decode()

    def test_many_at_once_are_kept_where_one_is_stood_on(self, admin_client: Client, record: Consent) -> None:
        site_tree()
        free = ConsentFactory()
        ImageFactory(people=People.YES).consents.set([record])
        assert "Chưa xóa" in self.delete_all(admin_client, free, record)
        assert set(Consent.objects.all()) == {free, record}
        self.delete_all(admin_client, free)
        assert list(Consent.objects.all()) == [record]

    def test_a_record_of_a_quote_is_kept(
        self,
        admin_client: Client,
        record: Consent,
        django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    ) -> None:
        site_tree()
        quote = {"type": "quote", "value": {"text": "Máy không biết mệt.", "name": "An", "consent": record.pk}}
        with django_capture_on_commit_callbacks(execute=True):
            StoryPageFactory(body=[quote])
        address = reverse("wagtailsnippets_publishing_consent:delete", args=[record.pk])
        assert record.name in admin_client.post(address, follow=True).content.decode()
        assert self.delete_all(admin_client, record)
        assert Consent.objects.filter(pk=record.pk).exists()


@pytest.mark.parametrize(("role", "sees"), [(FIGURES, False), (GRASSROOTS, True), (EDITORS, True)])
def test_no_window_or_list_names_people_to_who_may_not_see_the_records(
    users: dict[str, User], record: Consent, role: str, sees: bool
) -> None:
    client = logged_in(users[role])
    addresses = [
        reverse(f"{CHOOSER}:choose_results"),
        reverse(f"{CHOOSER}:chosen", args=[record.pk]),
        f"{reverse(f'{CHOOSER}:chosen_multiple')}?id={record.pk}",
        "/admin/localize/api/snippets/publishing/consent/",
        f"/admin/localize/api/snippets/publishing/consent/{record.pk}/",
    ]
    for address in addresses:
        answer = client.get(address, headers={"Accept": "application/json", "X-Requested-With": "XMLHttpRequest"})
        content = answer.content.decode()
        if "json" in answer["Content-Type"]:
            content = str(answer.json())
        assert (answer.status_code, record.name in content) == ((200, True) if sees else (403, False)), address
    assert client.get(reverse(f"{CHOOSER}:choose"), headers={"X-Requested-With": "XMLHttpRequest"}).status_code == (
        200 if sees else 403
    )
