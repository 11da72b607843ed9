"""What the server filed as sent is found by its Message-ID, on a real Dovecot."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.errors import PermanentFailure, TemporaryFailure
from bot.ports.mail import SentFolder
from integrations.encryption import Encryption
from integrations.imap_mailbox import ImapAccount, ImapMailbox
from integrations.imap_sent_folder import ImapSentFolder
from tests.integrations.dovecot import DovecotServer, dovecot_program, running_dovecot

LETTER = b"Message-ID: <26-0142.1@retailops.com>\r\nSubject: Your request\r\n\r\nThank you.\r\n"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[DovecotServer]:
    if dovecot_program() is None:
        reason = "Dovecot is not installed: apt-get install dovecot-imapd"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)  # noqa: TID251 (CI has every server)
    with running_dovecot(tmp_path) as server:
        yield server


@pytest.fixture
def folder(server: DovecotServer) -> Iterator[ImapSentFolder]:
    mailbox = _mailbox(server, "Sent")
    yield ImapSentFolder(mailbox)
    mailbox.close()


def test_a_letter_that_was_filed_is_there(server: DovecotServer, folder: ImapSentFolder) -> None:
    port: SentFolder = folder
    server.deliver(LETTER, folder="Sent")

    assert port.has("<26-0142.1@retailops.com>")
    assert not port.has("<26-0142.2@retailops.com>")


def test_a_letter_filed_after_the_first_look_is_seen(server: DovecotServer, folder: ImapSentFolder) -> None:
    assert not folder.has("<26-0142.1@retailops.com>")

    server.deliver(LETTER, folder="Sent")

    assert folder.has("<26-0142.1@retailops.com>")


def test_the_inbox_is_another_folder(server: DovecotServer, folder: ImapSentFolder) -> None:
    server.deliver(LETTER)

    assert not folder.has("<26-0142.1@retailops.com>")


def test_threads_may_share_it(server: DovecotServer, folder: ImapSentFolder) -> None:
    server.deliver(LETTER, folder="Sent")

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(folder.has, ["<26-0142.1@retailops.com>", "<none@retailops.com>"] * 8))

    assert found == [True, False] * 8


def test_a_folder_that_is_not_there_is_named(server: DovecotServer) -> None:
    folder = ImapSentFolder(_mailbox(server, "Nowhere"))

    with pytest.raises(PermanentFailure, match="no folder Nowhere"):
        folder.has("<26-0142.1@retailops.com>")


def test_a_server_that_is_gone_fails_for_now(server: DovecotServer, folder: ImapSentFolder) -> None:
    folder.has("<26-0142.1@retailops.com>")

    server.stop()

    with pytest.raises(TemporaryFailure):
        folder.has("<26-0142.1@retailops.com>")


def test_its_check_says_that_it_can_be_read(server: DovecotServer, folder: ImapSentFolder) -> None:
    server.deliver(LETTER, folder="Sent")

    assert folder.check().endswith("folder Sent can be read, 1 mails")


def _mailbox(server: DovecotServer, name: str) -> ImapMailbox:
    return ImapMailbox(
        ImapAccount(
            host=server.host,
            port=server.port,
            username=server.user,
            password=server.password,
            encryption=Encryption.NONE,
            folder=name,
        )
    )
