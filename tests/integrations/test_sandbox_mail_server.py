"""The sandbox's own mail server: who gets what, and how it starts and stops."""

import smtplib
import threading

import pytest

from bot.errors import UserError
from integrations.sandbox.mail_server import MailServer
from tests.integrations.moments import StillClock


def test_customers_mail_goes_into_the_desks_mailbox() -> None:
    with MailServer(clock=StillClock()) as server:
        uid = server.deliver(b"Subject: one\r\n\r\n")
        with smtplib.SMTP(server.host, server.smtp_port) as customer:
            customer.sendmail(
                "jane@example.com", ["Help@RetailOps.com", "joe@example.com"], b"Subject: two\r\n\r\nHi\r\n"
            )

        assert server.deliver(b"Subject: three\r\n\r\n") == uid + 2
        assert server.addresses() == ["joe@example.com"]
        assert server.messages_for("JOE@example.com") == [b"Subject: two\r\n\r\nHi\r\n"]


def test_nobody_received_anything_yet() -> None:
    with MailServer(clock=StillClock()) as server:
        assert server.messages_for("jane@example.com") == []


@pytest.mark.parametrize("port", ["imap_port", "smtp_port"])
def test_a_taken_port_is_named_with_the_remedy(port: str) -> None:
    with MailServer(clock=StillClock()) as first:
        taken = getattr(first, port)
        second = MailServer(clock=StillClock(), **{port: taken})

        with pytest.raises(UserError, match=f"port {taken} on 127.0.0.1 is taken: stop the program"):
            second.start()


def test_nothing_is_left_running() -> None:
    before = set(threading.enumerate())
    server = MailServer(clock=StillClock())
    server.start()
    with smtplib.SMTP(server.host, server.smtp_port) as customer:
        customer.noop()
        server.stop()
    server.stop()

    assert set(threading.enumerate()) == before


def test_a_stopped_server_takes_no_mail() -> None:
    with pytest.raises(RuntimeError, match="not running"):
        MailServer(clock=StillClock()).deliver(b"x")


def test_what_was_received_stays_readable_after_the_end() -> None:
    with MailServer(clock=StillClock()) as server, smtplib.SMTP(server.host, server.smtp_port) as customer:
        customer.sendmail("help@retailops.com", ["jane@example.com"], b"Subject: kept\r\n\r\n")

    assert len(server.messages_for("jane@example.com")) == 1
