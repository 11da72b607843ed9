"""The demo's mail client: reading, answering and writing mails as a customer."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from flask.testing import FlaskClient

from bot.domain.request import RequestType
from integrations.sandbox.example_mails import EXAMPLE_MAILS
from integrations.sandbox.inbox_page import create_inbox_app
from integrations.sandbox.letter_view import box_id

NOW = datetime(2026, 12, 2, 11, 30, tzinfo=UTC)
NORA = "nora@example.com"
BOX = f"/box/{box_id(NORA)}"
HOSTILE = "<script>alert('x')</script>"


class FakeInboxSource:
    """Nora has two mails, Omar none."""

    def __init__(self) -> None:
        self.boxes: dict[str, list[bytes]] = {NORA: [a_letter("First"), a_letter("Second")], "omar@example.org": []}
        self.sent: list[tuple[EmailMessage, str]] = []

    def addresses(self) -> list[str]:
        return list(self.boxes)

    def messages_for(self, address: str) -> list[bytes]:
        return self.boxes.get(address, [])

    def send(self, raw: bytes, sender: str) -> None:
        self.sent.append((message_from_bytes(raw, policy=default), sender))


class FakeClock:
    def now(self) -> datetime:
        return NOW


class FakeIdSource:
    def new_id(self) -> str:
        return "f" * 32


def a_letter(subject: str, *, text: str = "See https://desk.example.com/c/t0ken", html: str = "") -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "RetailOps <help@retailops.com>", NORA, subject
    mail["Date"], mail["Message-ID"] = NOW - timedelta(hours=1), f"<{len(subject)}@retailops.example>"
    mail["References"] = "<0@inbox.example>"
    mail.set_content(text)
    if html:
        mail.add_alternative(html, subtype="html")
    mail.add_attachment(b'{"a": 1}', maintype="application", subtype="json", filename="my-data.json")
    return mail.as_bytes()


@pytest.fixture
def source() -> FakeInboxSource:
    return FakeInboxSource()


@pytest.fixture
def client(source: FakeInboxSource) -> FlaskClient:
    return create_inbox_app(source, clock=FakeClock(), ids=FakeIdSource()).test_client()


def test_the_first_page_names_everybody_and_says_what_to_do(client: FlaskClient) -> None:
    page = client.get("/").text

    assert NORA in page
    assert "omar@example.org" in page
    assert "Be a customer for a minute" in page


def test_no_link_holds_an_address(client: FlaskClient) -> None:
    for path in ("/", BOX, f"{BOX}/0", f"/write?box={box_id(NORA)}"):
        hrefs = [part.split('"')[0] for part in client.get(path).text.split('href="')[1:]]

        assert not [href for href in hrefs if "@" in href]


def test_the_newest_mail_stands_on_top(client: FlaskClient) -> None:
    page = client.get(BOX).text

    assert page.index("Second") < page.index("First")
    assert "10:30" in page


def test_an_empty_box_says_what_will_appear(client: FlaskClient) -> None:
    page = client.get(f"/box/{box_id('omar@example.org')}").text

    assert "No mail yet" in page


def test_links_in_a_mail_can_be_clicked(client: FlaskClient) -> None:
    page = client.get(f"{BOX}/0").text

    assert '<a href="https://desk.example.com/c/t0ken"' in page


def test_words_of_a_mail_stay_words(client: FlaskClient, source: FakeInboxSource) -> None:
    source.boxes[NORA] = [a_letter(HOSTILE, text=HOSTILE)]

    for path in (BOX, f"{BOX}/0", f"/write?box={box_id(NORA)}&answer=0"):
        page = client.get(path).text
        assert HOSTILE not in page
        assert "&lt;script&gt;" in page


def test_a_designed_mail_is_shown_in_a_frame_where_nothing_runs(client: FlaskClient, source: FakeInboxSource) -> None:
    source.boxes[NORA] = [a_letter("Designed", html=f"<b>Fine</b>{HOSTILE}")]

    page = client.get(f"{BOX}/0?as=designed").text

    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in page
    assert HOSTILE not in page
    assert "&lt;b&gt;Fine&lt;/b&gt;" in page


def test_a_file_is_downloaded_and_never_opened_in_place(client: FlaskClient) -> None:
    answer = client.get(f"{BOX}/0/files/0")

    assert answer.data == b'{"a": 1}'
    assert answer.headers["Content-Disposition"] == "attachment; filename=my-data.json"
    assert answer.mimetype == "application/octet-stream"


@pytest.mark.parametrize("path", ["/box/nobody", f"{BOX}/9", f"{BOX}/0/files/9", f"/write?box={box_id(NORA)}&answer=9"])
def test_what_is_not_there_is_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_there_is_an_example_for_every_right_and_one_that_is_none() -> None:
    keys = [one.key for one in EXAMPLE_MAILS]

    assert keys == [*RequestType, "support"]


@pytest.mark.parametrize("example", EXAMPLE_MAILS, ids=lambda one: one.key)
def test_an_example_fills_in_the_mail(client: FlaskClient, example: object) -> None:
    one = next(mail for mail in EXAMPLE_MAILS if mail == example)

    page = client.get(f"/write?box={box_id(NORA)}&example={one.key}").text

    assert f'value="{one.subject}"' in page
    assert one.words.split("\n", maxsplit=1)[0] in page
    assert f'value="{NORA}"' in page


def test_a_mail_reaches_the_help_desk(client: FlaskClient, source: FakeInboxSource) -> None:
    form = {
        "sender": " Nora@Example.com ",
        "subject": "Über\r\nBcc: x@example.org",
        "words": "Löschen Sie alles.\r\nBitte.",
    }

    answer = client.post("/write", data=form)

    mail, sender = source.sent[0]
    assert (sender, mail["From"], mail["To"]) == (NORA, NORA, "help@retailops.com")
    assert mail["Subject"] == "Über Bcc: x@example.org"
    assert mail["Bcc"] is None
    assert mail["Date"].datetime == NOW
    assert mail["Message-ID"] == f"<{'f' * 32}@inbox.example>"
    assert mail.get_content() == "Löschen Sie alles.\nBitte.\n"
    assert (answer.status_code, answer.location) == (303, f"{BOX}?sent=1")


def test_an_answer_keeps_the_thread(client: FlaskClient, source: FakeInboxSource) -> None:
    page = client.get(f"/write?box={box_id(NORA)}&answer=1").text
    client.post("/write", data={"sender": NORA, "subject": "Re: Second", "words": "Yes.", "number": "1"})

    mail, _ = source.sent[0]
    assert 'value="Re: Second"' in page
    assert "&gt; See https://desk.example.com" in page
    assert mail["In-Reply-To"] == "<6@retailops.example>"
    assert mail["References"] == "<0@inbox.example> <6@retailops.example>"


def test_somebody_without_a_mailbox_can_write_too(client: FlaskClient, source: FakeInboxSource) -> None:
    answer = client.post("/write", data={"sender": "pat@example.net", "subject": "", "words": "Hello"})

    assert source.sent[0][1] == "pat@example.net"
    assert answer.location == "/?sent=1"


@pytest.mark.parametrize(("sender", "words"), [("nobody", "Hello"), (NORA, "  ")])
def test_a_mail_that_cannot_be_sent_keeps_its_words(
    client: FlaskClient, source: FakeInboxSource, sender: str, words: str
) -> None:
    answer = client.post("/write", data={"sender": sender, "subject": "Kept subject", "words": words})

    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert 'value="Kept subject"' in answer.text
    assert source.sent == []


def test_another_site_cannot_send_mails(client: FlaskClient, source: FakeInboxSource) -> None:
    form = {"sender": NORA, "words": "Hello"}

    answer = client.post("/write", data=form, headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403
    assert source.sent == []


def test_pages_load_nothing_from_elsewhere(client: FlaskClient) -> None:
    answer = client.get("/")

    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "http" not in answer.text.replace("http-equiv", "")
