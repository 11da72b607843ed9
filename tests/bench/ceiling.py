"""The bare ceiling: what a plain loop over the same mailbox can do that only fetches, parses and keeps."""

import hashlib
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Final

from integrations.imap_mailbox import ImapAccount, ImapMailbox
from integrations.rfc822 import Rfc822Parser

_BATCH: Final = 50


def bare_seconds(account: ImapAccount, file: Path) -> float:
    """Fetch 50 a UID FETCH, parse each, one durable row each, commit each 50 (SQLite, WAL, synchronous=FULL)."""
    mailbox, parser = ImapMailbox(account), Rfc822Parser()
    with closing(mailbox), closing(sqlite3.connect(file, isolation_level=None)) as rows:
        rows.execute("PRAGMA journal_mode=WAL")
        rows.execute("PRAGMA synchronous=FULL")
        rows.execute("CREATE TABLE mails (uid INTEGER PRIMARY KEY, sha256 TEXT, subject TEXT, text TEXT, raw BLOB)")
        began = time.perf_counter()
        uids = mailbox.list_uids_after(0)
        for start in range(0, len(uids), _BATCH):
            mails = mailbox.fetch(uids[start : start + _BATCH])
            parsed = [(mail, parser.parse(mail.raw)) for mail in mails]
            rows.execute("BEGIN IMMEDIATE")
            rows.executemany(
                "INSERT INTO mails VALUES (?, ?, ?, ?, ?)",
                [
                    (mail.key.uid, hashlib.sha256(mail.raw).hexdigest(), said.subject, said.text, mail.raw)
                    for mail, said in parsed
                ],
            )
            rows.execute("COMMIT")
        return time.perf_counter() - began
