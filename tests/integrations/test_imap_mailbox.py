"""One contract for the Mailbox port, on the sandbox's server and on a real Dovecot."""

import imaplib
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, timedelta
from pathlib import Path
from typing import Protocol

import pytest

from bot.domain.identity import EmailAddress
from bot.errors import PermanentFailure, TemporaryFailure
from bot.ports.mail import Mailbox
from integrations.encryption import Encryption
from integrations.imap_mailbox import ImapAccount, ImapMailbox
from integrations.rfc822 import Rfc822Parser
from integrations.sandbox.mail_server import MailServer
from tests.integrations.dovecot import dovecot_program, running_dovecot
from tests.integrations.moments import StillClock


class Deliverer(Protocol):
    def deliver(self, raw: bytes) -> object: ...

    def start(self) -> None: ...

    def stop(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Site:
    server: Deliverer
    account: ImapAccount

    def deliver(self, *subjects: str) -> None:
        for subject in subjects:
            self.server.deliver(_mail(subject))

    def flags(self) -> list[bytes]:
        client = imaplib.IMAP4(self.account.host, self.account.port, timeout=10)
        client.login(self.account.username, self.account.password)
        client.select("INBOX", readonly=True)
        _, found = client.uid("SEARCH", "SEEN")
        client.logout()
        return [one for one in found if one]


class MailboxContract:
    @pytest.fixture
    def mailbox(self, site: Site) -> Iterator[ImapMailbox]:
        mailbox = ImapMailbox(site.account)
        yield mailbox
        mailbox.close()

    def test_it_is_a_mailbox_named_after_its_folder(self, mailbox: ImapMailbox) -> None:
        port: Mailbox = mailbox

        assert port.name == "INBOX"

    def test_an_empty_folder_lists_nothing(self, mailbox: ImapMailbox) -> None:
        assert mailbox.list_uids_after(0) == []

    def test_uids_ascend_and_are_strictly_greater(self, site: Site, mailbox: ImapMailbox) -> None:
        site.deliver("one", "two", "three")

        first, second, third = mailbox.list_uids_after(0)

        assert first < second < third
        assert mailbox.list_uids_after(first) == [second, third]

    def test_nothing_new_lists_nothing_although_the_server_answers_the_last_mail(
        self, site: Site, mailbox: ImapMailbox
    ) -> None:
        site.deliver("one")
        (last,) = mailbox.list_uids_after(0)

        assert mailbox.list_uids_after(last) == []
        assert mailbox.list_uids_after(last + 1_000) == []

    def test_a_mail_that_arrives_later_is_seen_on_the_same_connection(self, site: Site, mailbox: ImapMailbox) -> None:
        assert mailbox.list_uids_after(0) == []

        site.deliver("late")

        assert len(mailbox.list_uids_after(0)) == 1

    def test_a_mail_comes_byte_by_byte_with_its_key_and_arrival_in_utc(self, site: Site, mailbox: ImapMailbox) -> None:
        raw = b'Subject: =?x?=\r\nX: {5}\r\n\r\n* 1 FETCH (UID 9)\r\n)\r\n\xff\xfe "\\\r\n.\r\n'
        site.server.deliver(raw)
        (uid,) = mailbox.list_uids_after(0)

        (mail,) = mailbox.fetch([uid])

        assert mail.raw == raw
        assert (mail.key.mailbox, mail.key.uidvalidity, mail.key.uid) == ("INBOX", mailbox.uidvalidity(), uid)
        assert mail.arrived_at.tzinfo is UTC

    def test_more_mails_than_one_command_takes_come_in_the_order_asked_for(
        self, site: Site, mailbox: ImapMailbox
    ) -> None:
        site.deliver(*[f"mail {number}" for number in range(120)])
        backwards = list(reversed(mailbox.list_uids_after(0)))

        mails = mailbox.fetch(backwards)

        assert [mail.key.uid for mail in mails] == backwards
        assert mails[0].raw == _mail("mail 119")

    def test_a_mail_above_the_cap_comes_as_its_headers_with_a_note(self, site: Site) -> None:
        site.server.deliver(_mail("small"))
        site.server.deliver(b"From: jane@example.com\r\nSubject: huge\r\n\r\n" + b"x" * 3_000)
        mailbox = ImapMailbox(replace(site.account, largest_mail=1_000))

        small, huge = mailbox.fetch(mailbox.list_uids_after(0))
        mailbox.close()
        read = Rfc822Parser().parse(huge.raw)

        assert (small.raw, small.problem) == (_mail("small"), "")
        assert "read it in the mailbox" in huge.problem
        assert read.is_cut
        assert (read.subject, read.sender) == ("huge", EmailAddress.parse("jane@example.com"))
        assert "xxx" not in read.text

    def test_vanished_uids_are_left_out(self, site: Site, mailbox: ImapMailbox) -> None:
        site.deliver("here")
        (uid,) = mailbox.list_uids_after(0)

        assert [mail.key.uid for mail in mailbox.fetch([uid + 7, uid, uid + 8])] == [uid]
        assert mailbox.fetch([uid + 7]) == []

    def test_nothing_asked_for_is_nothing_fetched(self, mailbox: ImapMailbox) -> None:
        assert mailbox.fetch([]) == []

    def test_reading_leaves_no_flag(self, site: Site, mailbox: ImapMailbox) -> None:
        site.deliver("unread")
        mailbox.fetch(mailbox.list_uids_after(0))

        assert site.flags() == []

    def test_the_uidvalidity_stays_over_a_new_connection(self, mailbox: ImapMailbox) -> None:
        before = mailbox.uidvalidity()
        mailbox.close()

        assert before > 0
        assert mailbox.uidvalidity() == before

    def test_a_closed_mailbox_connects_again(self, site: Site, mailbox: ImapMailbox) -> None:
        site.deliver("one")
        mailbox.list_uids_after(0)
        mailbox.close()
        mailbox.close()

        assert len(mailbox.list_uids_after(0)) == 1

    def test_a_server_that_is_down_is_a_temporary_failure_and_is_found_again(
        self, site: Site, mailbox: ImapMailbox
    ) -> None:
        mailbox.list_uids_after(0)
        site.server.stop()

        with pytest.raises(TemporaryFailure, match="broke off"):
            mailbox.list_uids_after(0)
        with pytest.raises(TemporaryFailure, match="nothing listens"):
            mailbox.list_uids_after(0)

        site.server.start()
        assert mailbox.list_uids_after(0) == []

    def test_a_refused_login_names_server_and_settings_but_no_secret(self, site: Site) -> None:
        mailbox = ImapMailbox(replace(site.account, password="not-the-password"))

        with pytest.raises(
            PermanentFailure, match=r"127\.0\.0\.1.*PRIVACY_DESK_IMAP_USER and PRIVACY_DESK_IMAP_PASSWORD"
        ) as caught:
            mailbox.list_uids_after(0)

        assert "not-the-password" not in str(caught.value)
        assert site.account.username not in str(caught.value)

    def test_a_missing_folder_names_the_setting(self, site: Site) -> None:
        with pytest.raises(PermanentFailure, match="no folder Nowhere: check PRIVACY_DESK_IMAP_FOLDER"):
            ImapMailbox(replace(site.account, folder="Nowhere")).uidvalidity()

    def test_a_server_without_starttls_gets_no_password(self, site: Site) -> None:
        with pytest.raises(PermanentFailure, match="STARTTLS"):
            ImapMailbox(replace(site.account, encryption=Encryption.STARTTLS)).uidvalidity()

    def test_a_check_says_in_one_sentence_what_works(self, site: Site) -> None:
        site.deliver("one", "two")

        said = ImapMailbox(site.account).check()

        assert said == f"IMAP server 127.0.0.1:{site.account.port}: folder INBOX can be read, 2 mails"


class TestSandboxMailbox(MailboxContract):
    @pytest.fixture
    def site(self) -> Iterator[Site]:
        with MailServer(clock=StillClock()) as server:
            account = ImapAccount(
                host=server.host,
                port=server.imap_port,
                username=server.username,
                password=server.password,
                encryption=Encryption.NONE,
            )
            yield Site(server, account)


class TestDovecotMailbox(MailboxContract):
    @pytest.fixture
    def site(self, tmp_path: Path) -> Iterator[Site]:
        if dovecot_program() is None:
            reason = "Dovecot is not installed: apt-get install dovecot-imapd"
            (pytest.fail if os.getenv("CI") == "true" else pytest.skip)(reason)
        with running_dovecot(tmp_path) as server:
            account = ImapAccount(
                host=server.host,
                port=server.port,
                username=server.user,
                password=server.password,
                encryption=Encryption.NONE,
            )
            yield Site(server, account)

    def test_mails_and_keys_outlive_a_restart_of_the_server(self, site: Site) -> None:
        site.deliver("one", "two")
        mailbox = ImapMailbox(site.account)
        before = (mailbox.uidvalidity(), mailbox.list_uids_after(0))
        mailbox.close()
        site.server.stop()
        site.server.start()

        assert (mailbox.uidvalidity(), mailbox.list_uids_after(0)) == before
        mailbox.close()


def test_a_plain_port_is_no_tls_port() -> None:
    with MailServer(clock=StillClock()) as server:
        account = ImapAccount(host=server.host, port=server.imap_port, username="desk", password="secret")

        with pytest.raises(
            PermanentFailure,
            match="does not speak TLS there: check PRIVACY_DESK_IMAP_PORT and PRIVACY_DESK_IMAP_ENCRYPTION",
        ):
            ImapMailbox(account).uidvalidity()


def test_an_account_shows_no_secret() -> None:
    shown = repr(ImapAccount(host="imap.example.com", username="desk@example.com", password="secret"))

    assert "secret" not in shown
    assert "desk@example.com" not in shown


def test_arrival_is_the_servers_own_time() -> None:
    clock = StillClock()
    with MailServer(clock=clock) as server:
        server.deliver(_mail("now"))
        account = ImapAccount(
            host=server.host,
            port=server.imap_port,
            username=server.username,
            password=server.password,
            encryption=Encryption.NONE,
        )
        mailbox = ImapMailbox(account)
        (mail,) = mailbox.fetch(mailbox.list_uids_after(0))
        mailbox.close()

    assert abs(mail.arrived_at - clock.moment) < timedelta(seconds=1)


def _mail(subject: str) -> bytes:
    return f"From: jane@example.com\r\nSubject: {subject}\r\n\r\nHello\r\n".encode()
