"""The commands that hand out what was recorded; they need no outside server."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.bootstrap.machine import SystemClock
from bot.domain.keyring import Keyring
from bot.domain.request import Regime
from bot.domain.yearly_metrics import yearly_metrics
from bot.errors import UserError
from bot.settings import Settings, read_settings
from bot.store.database import Database
from bot.store.metric_rows import iter_case_figures
from bot.store.migrate import check_schema
from bot.store.queue_rows import QueueRows
from bot.store.vault import Vault
from bot.workflow.reading import read
from handlers.case_pack import case_pack, pack_json
from handlers.commands.report import metrics_csv, metrics_table
from handlers.commands.terminal import say
from handlers.pack_page import pack_html
from integrations.rfc822 import Rfc822Parser


def write_pack(wanted: str, folder: Path) -> None:
    """Two files, a page and the same as JSON; raises NotFound or UserError, and then none is written."""
    parser = Rfc822Parser()
    with _database() as (settings, database):
        vault = Vault(Keyring(settings.master_key).derive("data-keys"))
        with database.read() as connection:
            vault.check(connection)
        queue = QueueRows(database=database, vault=vault, read=lambda stored: read(stored, parser).mail)
        story = queue.get_story(queue.get_case_id(wanted))
    names = {str(member.staff_id): member.name for member in settings.staff.members}
    pack = case_pack(story, names, made_at=SystemClock().now(), zone=settings.zone)
    for kind, content in (("html", pack_html(pack)), ("json", pack_json(pack))):
        file = folder / f"pack-{story.case.number}.{kind}"
        try:
            file.write_bytes(content)
        except OSError as error:
            raise UserError(f"{file} cannot be written: {error.strerror}") from error
        say(f"Written: {file}")


def show_metrics(year: int, *, is_csv: bool, is_everybody: bool) -> None:
    """California's yearly table over requests under its law, or over all of them."""
    with _database() as (settings, database), database.read() as connection:
        figures = iter_case_figures(connection, settings.zone, regime=None if is_everybody else Regime.CCPA)
        rows = yearly_metrics(figures, year)
    counted = "from everybody" if is_everybody else "under California's law"
    for line in metrics_csv(rows) if is_csv else metrics_table(rows, year, counted=counted):
        say(line)


@contextmanager
def _database() -> Iterator[tuple[Settings, Database]]:
    settings = read_settings()
    database = Database(settings.database_url)
    try:
        check_schema(database)
        yield settings, database
    finally:
        database.close()
