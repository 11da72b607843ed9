"""A mail is read whatever its bytes."""

import pytest

from bot.errors import UnreadableMail
from integrations.rfc822 import Rfc822Parser


@pytest.mark.parametrize("raw", [b"", b"\r\n\r\n", b"\x00\x00", b" \t\n"])
def test_nothing_at_all_is_no_mail(raw: bytes) -> None:
    with pytest.raises(UnreadableMail):
        Rfc822Parser().parse(raw)


def test_a_plain_mail_is_read_field_by_field() -> None:
    mail = Rfc822Parser().parse(
        b"From: Jane Doe <Jane@Example.com>\r\nTo: help@retailops.com\r\nSubject: =?utf-8?q?L=C3=B6schen?=\r\n"
        b"Date: Tue, 24 Nov 2026 09:12:00 +0100\r\nMessage-ID: <1@example.com>\r\nIn-Reply-To: <0@retailops.com>\r\n"
        b"\r\nPlease delete my data.\r\n\r\n"
        b"On Mon, 23 Nov 2026 at 10:00, Help <help@retailops.com> wrote:\r\n> Hello\r\n"
    )

    assert mail.sender is not None
    assert mail.sender.value == "jane@example.com"
    assert mail.subject == "Löschen"
    assert mail.reply_text == "Please delete my data."
    assert mail.references == ("<0@retailops.com>",)
    assert mail.problems == ()
