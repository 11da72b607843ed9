"""The commands that need the whole service."""

from collections.abc import Iterator
from contextlib import contextmanager

from bot.bootstrap import Service, build
from bot.bootstrap.hold_commands import HoldWords, add_hold, lift_hold, list_holds
from bot.bootstrap.machine import SystemClock
from bot.bootstrap.outside import connect
from bot.domain.case import StaffId
from bot.domain.drift import drift
from bot.domain.keyring import Keyring
from bot.domain.message import MessageId
from bot.settings import Settings, read_settings
from bot.store.database import Database
from bot.store.migrate import check_schema, current_version, migrate
from bot.store.tally_rows import TallySums
from bot.store.vault import Vault
from handlers.commands.check import try_servers
from handlers.commands.dead_letters import describe, reprocess_all
from handlers.commands.drift import describe_drift
from handlers.commands.terminal import say
from handlers.serving import Running, WebAddress
from nlp.models.current_model import CurrentModel

_MOST_SHOWN = 1_000


def serve() -> bool:
    """Everything in one process."""
    with _service(is_alone=True, is_migrating=True) as service:
        service.database.claim_worker()
        return _run(
            service,
            Running(pollers=service.pollers, worker=service.worker, web=service.web, address=_address(service)),
        )


def serve_web() -> bool:
    """The pages only."""
    with _service(is_alone=True) as service:
        return _run(service, Running(web=service.web, address=_address(service)))


def poll() -> bool:
    """The pollers only."""
    with _service(is_alone=True) as service:
        return _run(service, Running(pollers=service.pollers))


def work() -> bool:
    """The jobs only."""
    with _service(is_alone=True) as service:
        service.database.claim_worker()
        return _run(service, Running(worker=service.worker))


def check() -> bool:
    """Try the database and each configured server; whether all is well."""
    settings = read_settings()
    outside = connect(settings, SystemClock())
    are_well = []
    here = {"database": lambda: _try_database(settings), "model": CurrentModel(settings.models).check}
    for is_well, line in try_servers({**here, **outside.checks}):
        say(line)
        are_well.append(is_well)
    return all(are_well)


def show_dead_letters() -> bool:
    """List what is stuck; whether nothing is."""
    with _service() as service:
        letters = service.queue.list_dead_letters(limit=_MOST_SHOWN)
        jobs = service.jobs.list_dead(limit=_MOST_SHOWN)
    for line in describe(letters, jobs):
        say(line)
    return not letters and not jobs


def reprocess(chosen: str) -> None:
    """Try one message again by its id, or with "all" everything that is stuck; raises NotFound."""
    with _service() as service:
        if chosen != "all":
            service.dead_letters.reprocess(MessageId(chosen))
            say(f"{chosen} will be tried again.")
            return
        say(
            reprocess_all(
                lambda limit: service.queue.list_dead_letters(limit=limit),
                service.dead_letters.reprocess,
                service.jobs.revive_dead,
            )
        )


def show_drift() -> bool:
    """Print the comparison; whether nothing got worse. Reads counts alone: needs no model and no outside server."""
    settings = read_settings()
    database = Database(settings.database_url)
    try:
        check_schema(database)
        tallies = TallySums(database).list_tallies()
    finally:
        database.close()
    today = SystemClock().now().astimezone(settings.zone).date()
    found = drift(tallies, today)
    for line in describe_drift(found, today):
        say(line)
    return not found.is_worse


def holds(what: str, *, chosen: HoldWords) -> None:
    """Set, lift or show holds."""
    with _service() as service:
        match what:
            case "add":
                add_hold(service, chosen)
            case "lift":
                lift_hold(service, chosen)
            case _:
                list_holds(service)


def invite(staff_id: str) -> None:
    """Print a sign-in link; raises NotFound."""
    with _service() as service:
        say(service.sign_in.invite(StaffId(staff_id)))


@contextmanager
def _service(*, is_alone: bool = False, is_migrating: bool = False) -> Iterator[Service]:
    """`is_alone`: this process will poll, work or serve, which on SQLite only one may."""
    settings = read_settings()
    service = build(settings, connect(settings, SystemClock()))
    try:
        if is_alone:
            service.database.claim()
        if is_migrating:
            migrate(service.database)
        _check_storage(service.database, settings)
        yield service
    finally:
        service.database.close()


def _check_storage(database: Database, settings: Settings) -> None:
    """Raise SettingsError unless schema and master key fit: with a wrong key every job would be given up."""
    check_schema(database)
    with database.read() as connection:
        Vault(Keyring(settings.master_key).derive("data-keys")).check(connection)


def _try_database(settings: Settings) -> str:
    database = Database(settings.database_url)
    try:
        if current_version(database) is None:
            return "answers, and is still empty: `privacy-desk serve` or `migrate` makes its tables"
        _check_storage(database, settings)
        return f"answers, schema version {current_version(database)}"
    finally:
        database.close()


def _run(service: Service, running: Running) -> bool:
    """Until told to stop; whether that is why it ended."""
    if running.worker is not None:
        service.jobs.release_all()
        revived = service.jobs.revive_dead()
        if revived:
            # A restart often follows a corrected setting: what was given up because of it gets its chance.
            say(f"{revived} jobs that had been given up are tried again.")
        service.own_data.schedule()
    running.start()
    say(f"The privacy desk is running. Pages: {service.settings.public_url}  Stop it with Ctrl-C.")
    return running.wait()


def _address(service: Service) -> WebAddress:
    return WebAddress(host=service.settings.host, port=service.settings.port)
