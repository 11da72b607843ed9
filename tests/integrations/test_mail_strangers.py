"""Servers that are not what the settings say: a clear failure of one of the two kinds, and no secret sent."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.domain.identity import EmailAddress
from bot.errors import OutsideFailure, PermanentFailure, TemporaryFailure
from integrations.encryption import Encryption
from integrations.imap_mailbox import ImapAccount, ImapMailbox
from integrations.smtp_mailer import SmtpAccount, SmtpMailer
from tests.integrations.moments import StillClock
from tests.integrations.one_answer_server import one_answer_server, self_signed

Check = Callable[[int, Encryption], str]


def check_imap(port: int, encryption: Encryption) -> str:
    account = ImapAccount(host="127.0.0.1", port=port, username="desk", password="secret", encryption=encryption)
    return ImapMailbox(account).check()


def check_smtp(port: int, encryption: Encryption) -> str:
    account = SmtpAccount(
        host="127.0.0.1", port=port, encryption=encryption, sender=EmailAddress.parse("help@retailops.com")
    )
    return SmtpMailer(account, clock=StillClock()).check()


CHECKS = pytest.mark.parametrize("check", [check_imap, check_smtp])


@CHECKS
def test_a_certificate_nobody_vouches_for_is_refused(check: Check, tmp_path: Path) -> None:
    with (
        one_answer_server(b"220 hello\r\n", tls=self_signed(tmp_path)) as port,
        pytest.raises(PermanentFailure, match="certificate is not valid for that name"),
    ):
        check(port, Encryption.TLS)


@CHECKS
@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\r\n",
        b"HTTP/1.1 400 Bad Request\r\n\r\n",
        b"\x00\xff\xfe\r\n",
        b"* BYE full\r\n",
        b"421 busy\r\n",
        b"* OK\r\n",
    ],
)
def test_a_stranger_at_the_port_is_a_failure_of_ours(check: Check, answer: bytes) -> None:
    with one_answer_server(answer) as port, pytest.raises(OutsideFailure, match=f"127.0.0.1:{port}"):
        check(port, Encryption.NONE)


@CHECKS
def test_nothing_at_the_port_is_a_temporary_failure(check: Check) -> None:
    with one_answer_server(b"") as port:
        pass

    with pytest.raises(TemporaryFailure, match="nothing listens there"):
        check(port, Encryption.TLS)


def test_a_server_that_takes_no_more_mail_for_good_is_a_permanent_failure() -> None:
    with one_answer_server(b"554 no service here\r\n") as port, pytest.raises(PermanentFailure, match="code 554"):
        check_smtp(port, Encryption.NONE)
