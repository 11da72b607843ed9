"""The commands that check what the desk recorded; they need no outside server."""

from collections.abc import Mapping
from datetime import date

from bot.domain.audit_check import check_log
from bot.domain.keyring import Keyring
from bot.domain.signing import PublicKey
from bot.settings import read_settings
from bot.store.audit_rows import iter_events
from bot.store.database import Database
from bot.store.migrate import check_schema
from bot.store.root_rows import RootRows, find_head
from bot.workflow.receipting import receipt_key
from handlers.commands.audit import describe_log
from handlers.commands.terminal import say


def own_public_key() -> PublicKey:
    """With what this desk's receipts are checked; follows from the master key."""
    return receipt_key(Keyring(read_settings().master_key)).public


def verify_log(published: Mapping[date, str]) -> bool:
    """Read the whole log in one snapshot and say what is wrong with it; whether nothing is."""
    database = Database(read_settings().database_url)
    try:
        check_schema(database)
        with database.read() as connection:
            roots, head = RootRows(connection).list_all(), find_head(connection)
            report = check_log(iter_events(connection), roots, head, published=published)
    finally:
        database.close()
    for line in describe_log(report):
        say(line)
    return not report.findings
