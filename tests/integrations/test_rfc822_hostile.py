"""Bytes made to hurt: no failure, no endless work, nothing a database cannot hold."""

import email
import email.policy
import json
import time
from email.message import EmailMessage
from email.utils import format_datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.message import ParsedMail
from integrations.rfc822 import Rfc822Parser
from tests.integrations.moments import StillClock

CRLF = b"\r\n"
HTML = b"Content-Type: text/html\r\n\r\n"
NESTED = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (at, at) for at in range(2_000))
ENCLOSED = b"Content-Type: message/rfc822\r\n\r\n" * 20_000

HOSTILE = {
    "one byte": b"\xff",
    "only a colon": b":",
    "only a field name": b"Subject",
    "only a head": b"Subject: x",
    "binary": bytes(range(256)) * 40,
    "nul bytes": b"Subject: a\x00b\r\n\r\n\x00text\x00",
    "utf-16 whole": "Subject: x\r\n\r\nhello".encode("utf-16"),
    "carriage returns only": b"From: a@example.com\rSubject: x\r\rhello",
    "line feeds only": b"From: a@example.com\nSubject: x\n\nhello",
    "byte order mark": b"\xef\xbb\xbfSubject: x\r\n\r\nhello",
    "mbox line": b"From a@example.com Mon Nov 23 2026\r\nSubject: x\r\n\r\nhello",
    "blank lines in front": b"\r\n\r\nSubject: x\r\n\r\nhello",
    "no blank line": b"Subject: x\r\nhello there\r\n",
    "a broken line in the head": b"From: a@example.com\r\nTo: b@example.com\r\nbroken line\r\nSubject: x\r\n\r\nhello",
    "space before colon": b"Subject : x\r\n\r\nhello",
    "continuation first": b" Subject: x\r\n\r\nhello",
    "a header without end": b"Subject: " + b"x" * 3_000_000,
    "a folded header without end": b"Subject: x" + b"\r\n y" * 500_000,
    "very many fields": b"X-Y: z\r\n" * 200_000 + CRLF + b"hello",
    "very many encoded words": b"Subject: " + b"=?utf-8?q?a?= " * 100_000 + b"\r\n\r\nhello",
    "half encoded words": b"Subject: " + b"=?utf-8?q?" * 100_000 + b"\r\n\r\nhello",
    "very many recipients": b"To: " + b"a@example.com, " * 100_000 + b"\r\n\r\nhello",
    "open comments": b"From: " + b"(" * 100_000 + b"\r\n\r\nhello",
    "open quotes": b"From: " + b'"\\' * 100_000 + b"\r\n\r\nhello",
    "open angles": b"From: " + b"<" * 100_000 + b"\r\n\r\nhello",
    "very many references": b"References: " + b"<a@b> " * 100_000 + b"\r\n\r\nhello",
    "nested parts": NESTED + b"hello",
    "nested mails": ENCLOSED + b"hello",
    "very many parts": b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\n" * 200_000,
    "very many false markers": b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nhi\r\n"
    + b"--bx\r\n" * 300_000,
    "no marker": b"Content-Type: multipart/mixed; boundary=b\r\n\r\nhello",
    "no boundary": b"Content-Type: multipart/mixed\r\n\r\nhello",
    "empty boundary": b'Content-Type: multipart/mixed; boundary=""\r\n\r\n--\r\nhello',
    "boundary in a wild charset": b"Content-Type: multipart/mixed; boundary*=klingon''b\r\n\r\n--b\r\n\r\nhello",
    "only a closing marker": b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b--\r\nhello",
    "unclosed parts": b"Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n\r\nhello",
    "broken type": b"Content-Type: text\r\n\r\nhello",
    "empty type": b"Content-Type:\r\n\r\nhello",
    "type of garbage": b"Content-Type: ;;;=;=\r\n\r\nhello",
    "two types": b"Content-Type: text/plain\r\nContent-Type: text/html\r\n\r\nhello",
    "parameter without end": b'Content-Type: text/plain; charset="' + b"\\" * 50_000 + b"\r\n\r\nhello",
    "broken base64": b"Content-Transfer-Encoding: base64\r\n\r\n" + b"=A=" * 1_000 + b"\xff",
    "broken quoted-printable": b"Content-Transfer-Encoding: quoted-printable\r\n\r\n=\r\n==ZZ=\xff=",
    "encoded mail inside": b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\nU3ViamVjdDogeA==",
    "delivery report": b"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: x\r\n\r\nAction: failed",
    "deep html": HTML + b"<div>" * 200_000 + b"hello",
    "deep closed html": HTML + b"<div>" * 50_000 + b"hello" + b"</div>" * 50_000,
    "deep quotes in html": HTML + b"<blockquote>" * 300 + b"hello",
    "crossed html": HTML + b"<b><p><i>" * 20_000 + b"hello",
    "deep tables": HTML + b"<table><tr><td>" * 5_000 + b"hello",
    "open tags": HTML + b"<" * 500_000,
    "open comment": HTML + b"<!--" * 100_000,
    "very many attributes": HTML + b"<p " + b"a=b " * 100_000 + b">hello",
    "very many entities": HTML + b"&lt" * 300_000,
    "huge text": b"Subject: x\r\n\r\n" + b"hello there \r\n" * 300_000,
    "one huge line": b"Subject: x\r\n\r\n" + b"y" * 5_000_000,
    "very many quotes": b"Subject: x\r\n\r\n" + b">" * 1_000_000,
    "very many quoted lines": b"Subject: x\r\n\r\n" + b"> a\r\n" * 200_000,
    "very many signatures": b"Subject: x\r\n\r\n" + b"-- \r\n" * 100_000,
    "very many attributions": b"Subject: x\r\n\r\n" + b"On 1/1/2026 wrote:\r\n" * 50_000,
    "very many labels": b"Subject: x\r\n\r\nhello\r\n" + b"From: x\r\n\r\n" * 100_000,
    "very many colons": b"Subject: x\r\n\r\n" + b":\r\n" * 200_000,
    "very many spaces": b"Subject: x\r\n\r\n" + b" " * 1_000_000 + b"x",
    "very many dashes": b"Subject: x\r\n\r\n" + b"-" * 1_000_000 + b"x",
    "long verb line": b"Subject: x\r\n\r\n" + b"on wrote " * 100_000 + b":",
    "lone surrogates": b"Content-Type: text/plain; charset=utf-7\r\n\r\n+2AA-hello+3AA-",
    "direction overrides": "Subject: x\r\n\r\n\u202ehello".encode(),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_bytes_are_read_in_bounded_time(name: str) -> None:
    start = time.process_time()
    mail = Rfc822Parser().parse(HOSTILE[name])

    assert time.process_time() - start < 10  # quadratic work would take minutes
    assert_storable(mail)
    assert len(mail.text) <= 2_100_000


@pytest.mark.parametrize(
    "name",
    [
        name
        for name, raw in HOSTILE.items()
        if b"hello" in raw and name not in {"utf-16 whole", "only a closing marker"}
    ],
)
def test_what_can_be_read_is_read(name: str) -> None:
    mail = Rfc822Parser().parse(HOSTILE[name])

    is_left_out = any("were not read" in problem for problem in mail.problems)
    assert "hello" in mail.text or "hello" in mail.subject or is_left_out


@given(st.binary(min_size=1, max_size=600))
@settings(max_examples=300)
def test_random_bytes_are_read(raw: bytes) -> None:
    if raw.strip(b"\x00\t\r\n "):
        assert_storable(Rfc822Parser().parse(raw))


PIECES = st.sampled_from(
    [
        *(b"From: ", b"Subject: ", b"Content-Type: ", b"Content-Transfer-Encoding: ", b"Date: ", b"References: "),
        *(b"multipart/mixed; boundary=b", b"multipart/alternative; boundary=b", b"message/rfc822", b"text/html"),
        *(
            b"text/plain; charset=",
            b"utf-7",
            b"utf-16",
            b"base64",
            b"quoted-printable",
            b"; format=flowed",
            b"; name*0*=",
        ),
        *(
            b"\r\n",
            b"\n",
            b"\r",
            b"\r\n\r\n",
            b"--b\r\n",
            b"--b--\r\n",
            b" ",
            b"\x00",
            b"\xff",
            b"=?utf-8?q?",
            b"?=",
            b"'",
        ),
        *(
            b"<a@example.com>",
            b"<",
            b">",
            b'"',
            b"(",
            b"\\",
            b"> ",
            b"-- \r\n",
            b"On 1/1/2026 wrote:",
            b"<p>",
            b"&#xd800;",
        ),
    ]
)


@given(st.lists(PIECES, min_size=1, max_size=40).map(b"".join))
@settings(max_examples=300)
def test_random_pieces_of_mail_are_read(raw: bytes) -> None:
    if raw.strip(b"\x00\t\r\n "):
        assert_storable(Rfc822Parser().parse(raw))


@given(
    subject=st.text(
        st.characters(min_codepoint=0x20, max_codepoint=0x2FFF, exclude_categories=["C", "Z"]), max_size=80
    ),
    text=st.text(st.characters(min_codepoint=0x21, max_codepoint=0x1FFFF, exclude_categories=["C", "Z"]), min_size=1),
    encoding=st.sampled_from(["quoted-printable", "base64", "8bit"]),
    html=st.booleans(),
    files=st.lists(st.binary(max_size=200), max_size=3),
)
def test_well_formed_mails_read_as_the_standard_library_reads_them(
    subject: str, text: str, encoding: str, html: bool, files: list[bytes]
) -> None:
    written = EmailMessage()
    written["From"] = "Jane Doe <jane@example.com>"
    written["Subject"] = subject
    written["Date"] = format_datetime(StillClock().moment)
    written["Message-ID"] = "<1@example.com>"
    written.set_content(text, cte=encoding)
    if html:
        written.add_alternative("<p>rich</p>", subtype="html")
    for content in files:
        written.add_attachment(content, maintype="application", subtype="pdf", filename="a.pdf")
    raw = written.as_bytes()

    mail = Rfc822Parser().parse(raw)

    theirs = email.message_from_bytes(raw, policy=email.policy.default)
    assert mail.subject == " ".join(str(theirs["Subject"]).split())
    assert mail.text == text.strip()
    assert [one.size for one in mail.attachments] == [len(content) for content in files]
    assert mail.problems == ()


def assert_storable(mail: ParsedMail) -> None:
    """Every text can be written as UTF-8 and shows no control characters."""
    texts = [mail.subject, mail.text, mail.reply_text, mail.quoted_text, mail.rfc_message_id, *mail.references]
    texts += [one.name for one in mail.attachments] + ([mail.sender_name.value] if mail.sender_name else [])
    for text in texts:
        json.dumps(text).encode()
        text.encode("utf-8")
        assert not any(character < " " and character not in "\n\t" for character in text)
