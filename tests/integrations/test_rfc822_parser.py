"""Header fields as senders write them."""

from datetime import UTC, datetime

import pytest

from bot.domain.message import ParsedMail
from bot.errors import UnreadableMail
from bot.ports.mail import MessageParser
from integrations.rfc822 import Rfc822Parser


def parsed(*fields: bytes, body: bytes = b"Hello\r\n") -> ParsedMail:
    parser: MessageParser = Rfc822Parser()
    return parser.parse(b"\r\n".join(fields) + b"\r\n\r\n" + body)


def test_a_plain_mail_is_read_field_by_field() -> None:
    mail = parsed(
        b"From: Jane Doe <Jane@Example.com>",
        b"To: help@retailops.com",
        b"Cc: joe@example.com",
        b"Reply-To: jane@example.org",
        b"Subject: =?utf-8?q?L=C3=B6schen?=",
        b"Date: Tue, 24 Nov 2026 09:12:00 +0100",
        b"Message-ID: <1@example.com>",
        b"In-Reply-To: <0@retailops.com>",
        body=b"Please delete my data.\r\n",
    )

    assert mail.sender is not None
    assert mail.sender.value == "jane@example.com"
    assert mail.sender_name is not None
    assert mail.sender_name.value == "Jane Doe"
    assert mail.reply_to is not None
    assert mail.reply_to.value == "jane@example.org"
    assert [one.value for one in mail.recipients] == ["help@retailops.com", "joe@example.com"]
    assert mail.subject == "Löschen"
    assert mail.sent_at == datetime(2026, 11, 24, 8, 12, tzinfo=UTC)
    assert mail.rfc_message_id == "<1@example.com>"
    assert mail.references == ("<0@retailops.com>",)
    assert mail.text == mail.reply_text == "Please delete my data."
    assert mail.problems == ()


@pytest.mark.parametrize("raw", [b"", b"\r\n\r\n", b"\x00\x00", b" \t\n"])
def test_nothing_at_all_is_no_mail(raw: bytes) -> None:
    with pytest.raises(UnreadableMail):
        Rfc822Parser().parse(raw)


@pytest.mark.parametrize(
    ("value", "address", "name"),
    [
        (b"jane@example.com", "jane@example.com", ""),
        (b"<jane@example.com>", "jane@example.com", ""),
        (b"Jane Doe <jane@example.com", "jane@example.com", ""),
        (b"jane@example.com (Jane)", "jane@example.com", "Jane"),
        (b'"Doe, Jane" <jane@example.com>', "jane@example.com", "Doe, Jane"),
        (b"Doe, Jane <jane@example.com>", "jane@example.com", "Doe, Jane"),
        (b"Jane (at (home)) Doe <jane@example.com>", "jane@example.com", "Jane Doe"),
        (b'"joe@example.net" <jane@example.com>', "jane@example.com", "joe@example.net"),
        (b"joe@example.net <jane@example.com>", "jane@example.com", "joe@example.net"),
        (b"=?utf-8?q?J=C3=A4ne?= <jane@example.com>", "jane@example.com", "Jäne"),
        (b"=?utf-8?B?SsOk?= =?utf-8?B?bmU=?= <jane@example.com>", "jane@example.com", "Jäne"),
        (
            b"=?utf-8?q?Jane_=3Cjoe=40example=2Enet=3E?= <jane@example.com>",
            "jane@example.com",
            "Jane <joe@example.net>",
        ),
        (b"=?utf-8?q?Jane_=3Cjane=40example=2Ecom=3E?=", "jane@example.com", "Jane"),
        (b"J\xe4ne <jane@example.com>", "jane@example.com", "Jäne"),
        ("Jäne <jane@example.com>".encode(), "jane@example.com", "Jäne"),
        (b"Jane\r\n Doe\r\n <jane@example.com>", "jane@example.com", "Jane Doe"),
        (b'"Jane \\"JD\\" Doe" <jane@example.com>', "jane@example.com", 'Jane "JD" Doe'),
        (b"team: jane@example.com;", "jane@example.com", ""),
        (b"jane@example.com, jane@example.com", "jane@example.com", ""),
        (b"<JANE+tag@EXAMPLE.COM>", "jane+tag@example.com", ""),
    ],
)
def test_the_sender_is_found_as_written(value: bytes, address: str, name: str) -> None:
    mail = parsed(b"From: " + value)

    assert mail.sender is not None
    assert mail.sender.value == address
    assert (mail.sender_name.value if mail.sender_name else "") == name


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ([b"Subject: x"], "no readable sender"),
        ([b"From:"], "no readable sender"),
        ([b"From: undisclosed-recipients:;"], "no readable sender"),
        ([b"From: Jane"], "no readable sender"),
        ([b"From: jane@localhost"], "no readable sender"),
        ([b"From: " + b"(" * 5_000 + b"jane@example.com"], "no readable sender"),
        ([b"From: jane@example.com, joe@example.com"], "more than one sender"),
        ([b"From: <jane@example.com> <joe@example.com>"], "more than one sender"),
        ([b"From: jane@example.com", b"From: joe@example.com"], "more than one From field"),
        ([b"From: jane@example.com", b"from: jane@example.com"], "more than one From field"),
    ],
)
def test_without_exactly_one_sender_there_is_none(fields: list[bytes], problem: str) -> None:
    mail = parsed(*fields)

    assert mail.sender is None
    assert problem in mail.problems


@pytest.mark.parametrize(
    ("value", "subject"),
    [
        (b"=?iso-8859-1?Q?L=F6schen?=", "Löschen"),
        (b"=?windows-1252?Q?=80_5?=", "€ 5"),
        (b"=?iso-8859-1?Q?=80_5?=", "€ 5"),
        (b"=?utf-8?B?TMO2?= =?utf-8?B?c2NoZW4=?=", "Löschen"),
        (b"=?utf-8?B?TMM=?= =?utf-8?B?tnNjaGVu?=", "Löschen"),
        (b"=?utf-8?Q?a?=b", "ab"),
        (b"=?utf-8?Q?a?= b =?utf-8?Q?c?=", "a b c"),
        (b"=?utf-8*de?Q?L=C3=B6schen?=", "Löschen"),
        (b"=?utf-8?Q?Two words?=", "Two words"),
        (b"=?no-such-charset?Q?L=C3=B6schen?=", "Löschen"),
        (b"=?unicode_escape?Q?=5Cx41?=", "\\x41"),
        (b"=?utf-7?Q?+2AA-x?=", "x"),
        (b"=?utf-8?B?!!!?=", ""),
        (b"=?utf-8?B?QUJDR?=", "ABC"),
        (b"=?utf-8?X?abc?=", "=?utf-8?X?abc?="),
        (b"=?utf-8?Q?broken", "=?utf-8?Q?broken"),
        (b"=?=?=?=", "=?=?=?="),
        ("Löschen".encode(), "Löschen"),
        ("Löschen".encode("latin-1"), "Löschen"),
        (b"folded\r\n over\r\n\ttwo lines", "folded over two lines"),
        (b"nul\x00 bell\x07 escape\x1b[31m", "nul bell escape[31m"),
        ("in\u200bvis\u00adible \u202eright".encode(), "invisible right"),
        (b"", ""),
    ],
)
def test_the_subject_is_decoded_onto_one_line(value: bytes, subject: str) -> None:
    assert parsed(b"From: jane@example.com", b"Subject: " + value).subject == subject


@pytest.mark.parametrize(
    ("value", "message_id"),
    [
        (b"<a@example.com>", "<a@example.com>"),
        (b"  <a@example.com> ", "<a@example.com>"),
        (b"<a\r\n @example.com>", "<a@example.com>"),
        (b"a@example.com", "<a@example.com>"),
        (b"<a@example.com> <b@example.com>", "<a@example.com>"),
        (b"=?utf-8?q?=3Ca=40example=2Ecom=3E?=", "<a@example.com>"),
        (b"<no-domain>", "<no-domain>"),
        (b"<>", ""),
        (b"", ""),
        (b"<" + b"x" * 5_000 + b"@example.com>", ""),
    ],
)
def test_the_message_id_is_normalised(value: bytes, message_id: str) -> None:
    mail = parsed(b"From: jane@example.com", b"Message-ID: " + value)

    assert mail.rfc_message_id == message_id
    assert ("no Message-ID" in mail.problems) == (not message_id)


def test_references_come_nearest_first_and_once() -> None:
    mail = parsed(
        b"Message-ID: <self@x>",
        b"References: <1@x> <2@x>\r\n <3@x> <self@x>",
        b"In-Reply-To: Your mail of Monday <3@x>",
    )

    assert mail.references == ("<3@x>", "<2@x>", "<1@x>")


def test_references_have_an_end() -> None:
    mail = parsed(b"References: " + b" ".join(b"<%d@x>" % number for number in range(5_000)))

    assert len(mail.references) == 100


@pytest.mark.parametrize(
    ("value", "hour"),
    [
        (b"Tue, 24 Nov 2026 09:12:00 +0100", 8),
        (b"24 Nov 2026 09:12:00 GMT", 9),
        (b"Tue, 24 Nov 2026 09:12:00 -0000", 9),
        (b"Tue, 24 Nov 2026 09:12:00", 9),
        (b"Tue, 24 Nov 2026 09:12:00 +0100 (CET)", 8),
        (b"Tue,24 Nov 2026 9:12:00 +0100", 8),
    ],
)
def test_the_date_is_read_into_utc(value: bytes, hour: int) -> None:
    sent_at = parsed(b"Date: " + value).sent_at

    assert sent_at == datetime(2026, 11, 24, hour, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "value",
    [b"yesterday", b"", b"Tue, 99 Nov 2026 99:99:99 +9999", b"31 Dec 9999 23:59 -2300"],
)
def test_an_unreadable_date_is_a_problem_not_a_failure(value: bytes) -> None:
    mail = parsed(b"Date: " + value)

    assert mail.sent_at is None
    assert "unreadable Date field" in mail.problems


@pytest.mark.parametrize(
    "field",
    [
        b"Auto-Submitted: auto-replied",
        b"Auto-Submitted: auto-generated; owner-email=x",
        b"auto-submitted: Auto-Notified",
        b"Return-Path: <>",
        b"Return-Path: <MAILER-DAEMON@example.com>",
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=b",
        b"List-Id: News <news.example.com>",
        b"List-Unsubscribe: <https://example.com/u>",
        b"Precedence: bulk",
        b"Precedence: List",
        b"Precedence: junk",
        b"Precedence: auto_reply",
        b"X-Autoreply: yes",
        b"X-Auto-Reply: 1",
        b"X-Autorespond: x",
        b"X-Failed-Recipients: joe@example.com",
    ],
)
def test_a_mail_no_person_wrote_is_automatic(field: bytes) -> None:
    assert parsed(b"From: jane@example.com", field).automatic


@pytest.mark.parametrize(
    "field",
    [
        b"Auto-Submitted: no",
        b"Auto-Submitted: No (a person)",
        b"Return-Path: <jane@example.com>",
        b"X-Auto-Response-Suppress: All",
        b"Precedence: normal",
        b"Precedence: first-class",
        b"X-Mailer: Outlook",
        b"Content-Type: text/plain",
    ],
)
def test_a_persons_mail_is_not_automatic(field: bytes) -> None:
    assert not parsed(b"From: jane@example.com", field).automatic


@pytest.mark.parametrize(
    "subject",
    [
        b"Automatic reply: your order",
        b"Out of Office: Re: your request",
        b"Automatische Antwort: Ihre Anfrage",
        b"=?utf-8?q?R=C3=A9ponse_automatique_=3A_conges?=",
        b"Respuesta autom\xc3\xa1tica: pedido",
        b"Risposta automatica: ordine",
        b"Automatisch antwoord: bestelling",
        b"Undeliverable: Your request",
        b"Delivery Status Notification (Failure)",
        b"Returned mail: see transcript for details",
    ],
)
def test_a_notice_is_known_by_its_subject_when_its_program_says_nothing(subject: bytes) -> None:
    assert parsed(b"From: jane@example.com", b"Subject: " + subject).automatic


@pytest.mark.parametrize(
    "subject",
    [b"Undeliverable parcel", b"Re: Automatic reply: x", b"Out of office hours call me", b"Returned mail order shoes"],
)
def test_a_customers_subject_is_no_notice(subject: bytes) -> None:
    assert not parsed(b"From: jane@example.com", b"Subject: " + subject).automatic
