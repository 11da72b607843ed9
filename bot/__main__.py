"""The `privacy-desk` command: reads what was typed, wires what it needs, and turns errors into sentences."""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Final

from bot.bootstrap import Service, build, iter_audit_events
from bot.bootstrap.machine import SystemClock
from bot.bootstrap.outside import connect
from bot.domain.audit import verify_chain
from bot.domain.case import StaffId
from bot.domain.message import MessageId
from bot.domain.request import Regime, RequestType
from bot.errors import BrokenChain, PrivacyDeskError
from bot.settings import read_settings
from bot.store.migrate import check_schema, migrate
from handlers.commands.check import try_servers
from handlers.commands.classify import classify_eml, classify_jsonl
from handlers.commands.deadline import DeadlineQuestion, answer_deadline
from handlers.commands.parse import parse_eml
from handlers.log_lines import start_logging
from handlers.serving import Running, WebAddress
from integrations.rfc822 import Rfc822Parser
from nlp.classifier import load_classifier

FINE: Final = 0
FOUND_A_PROBLEM: Final = 1
WRONG_USAGE: Final = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code: 0 fine, 1 found a problem, 2 wrong usage or settings."""
    typed = _parser().parse_args(arguments)
    start_logging()
    try:
        command: Callable[[argparse.Namespace], int] = typed.command
        return command(typed)
    except PrivacyDeskError as error:
        sys.stderr.write(f"privacy-desk: {error}\n")
        return WRONG_USAGE
    except BrokenPipeError:
        return FINE
    except KeyboardInterrupt:
        return FINE


def _classify(typed: argparse.Namespace) -> int:
    classifier = load_classifier()
    if typed.eml:
        _say(classify_eml(typed.eml, Rfc822Parser(), classifier))
        return FINE
    for line in classify_jsonl(typed.jsonl, classifier):
        _say(line)
    return FINE


def _parse(typed: argparse.Namespace) -> int:
    _say(parse_eml(typed.file, Rfc822Parser()))
    return FINE


def _deadline(typed: argparse.Namespace) -> int:
    question = DeadlineQuestion(
        regime=typed.regime,
        request_type=typed.type,
        received=typed.received,
        country=typed.country,
        identity_proved=typed.identity_proved,
        asked=typed.asked,
        answered=typed.answered,
        extended=typed.extended,
    )
    _say(answer_deadline(question))
    return FINE


def _serve(_: argparse.Namespace) -> int:
    with _service(is_alone=True, is_migrating=True) as service:
        running = Running(pollers=service.pollers, worker=service.worker, web=service.web, address=_address(service))
        return _run(service, running)


def _web(_: argparse.Namespace) -> int:
    with _service(is_alone=True) as service:
        return _run(service, Running(web=service.web, address=_address(service)))


def _poll(_: argparse.Namespace) -> int:
    with _service(is_alone=True) as service:
        return _run(service, Running(pollers=service.pollers))


def _worker(_: argparse.Namespace) -> int:
    with _service(is_alone=True) as service:
        service.database.claim_worker()
        return _run(service, Running(worker=service.worker))


def _demo(typed: argparse.Namespace) -> int:
    # The demo's servers are an extra: without them every other command still works.
    from bot.bootstrap.demo import run_demo  # noqa: PLC0415

    return run_demo(first_port=typed.port, is_opening_browser=not typed.no_browser, say=_say)


def _check(_: argparse.Namespace) -> int:
    settings = read_settings()
    outside = connect(settings, SystemClock())
    results = list(try_servers(outside.checks))
    for _works, line in results:
        _say(line)
    return FINE if all(works for works, _line in results) else FOUND_A_PROBLEM


def _migrate(_: argparse.Namespace) -> int:
    with _service(is_alone=True, is_migrating=True):
        _say("The schema is up to date.")
    return FINE


def _audit(_: argparse.Namespace) -> int:
    with _service() as service:
        try:
            count = verify_chain(iter_audit_events(service.database))
        except BrokenChain as error:
            _say(f"The audit log is broken: {error}")
            return FOUND_A_PROBLEM
    _say(f"The audit log is whole: {count} events.")
    return FINE


def _dead_letters(typed: argparse.Namespace) -> int:
    with _service() as service:
        letters = service.queue.list_dead_letters(limit=1000)
        chosen = [each.message_id for each in letters] if typed.reprocess == "all" else [typed.reprocess]
        for message_id in chosen if typed.reprocess else ():
            service.dead_letters.reprocess(MessageId(message_id))
            _say(f"{message_id} will be tried again.")
        if typed.reprocess:
            return FINE
        for letter in letters:
            _say(f"{letter.message_id}  {letter.failed_at:%Y-%m-%d %H:%M}  {letter.reason}")
    _say(f"{len(letters)} dead letters." if letters else "No dead letters: every message was read.")
    return FOUND_A_PROBLEM if letters else FINE


def _sign_in(typed: argparse.Namespace) -> int:
    with _service() as service:
        _say(service.sign_in.invite(StaffId(typed.staff)))
    return FINE


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
        check_schema(service.database)
        yield service
    finally:
        service.database.close()


def _run(service: Service, running: Running) -> int:
    if running.worker is not None:
        service.jobs.release_all()
    running.start()
    _say(f"The privacy desk is running. Pages: {service.settings.public_url}  Stop it with Ctrl-C.")
    running.wait()
    return FINE


def _address(service: Service) -> WebAddress:
    return WebAddress(host=service.settings.host, port=service.settings.port)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="privacy-desk",
        description="Keeps RetailOps' privacy promise. Settings come from PRIVACY_DESK_… variables.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, run: Callable[[argparse.Namespace], int], words: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=words, description=words)
        command.set_defaults(command=run)
        return command

    demo = add("demo", _demo, "start the whole world on this machine, with invented customers")
    demo.add_argument("--port", type=int, default=8000, help="first of the six ports to use (default 8000)")
    demo.add_argument("--no-browser", action="store_true", help="do not open a browser")
    add("serve", _serve, "run everything in one process against the servers in the settings")
    add("web", _web, "run the pages only (PostgreSQL)")
    add("poll", _poll, "run the pollers only (PostgreSQL)")
    add("worker", _worker, "run the jobs only (PostgreSQL)")
    add("check", _check, "try each configured server and say what works and what to set")
    add("migrate", _migrate, "bring the database's schema to this version")
    dead = add("dead-letters", _dead_letters, "list messages that could not be handled")
    dead.add_argument("--reprocess", metavar="ID|all", help="try one, or all, again")
    sign_in = add("sign-in", _sign_in, "print a one-time sign-in link for one of your people")
    sign_in.add_argument("staff", help="their id in the staff file")
    audit = add("audit", _audit, "work with the audit log")
    audit.add_argument("what", choices=["verify"], help="verify: read the whole chain and say whether it is whole")
    _add_text_commands(add)
    return parser


def _add_text_commands(
    add: Callable[[str, Callable[[argparse.Namespace], int], str], argparse.ArgumentParser],
) -> None:
    classify = add("classify", _classify, "say which privacy requests messages make, one JSON line each")
    source = classify.add_mutually_exclusive_group(required=True)
    source.add_argument(
        "--jsonl", type=Path, metavar="FILE", help='lines of {"id", "subject", "body"} or {"id", "text"}'
    )
    source.add_argument("--eml", type=Path, metavar="FILE", help="one mail")
    parse = add("parse", _parse, "show what a mail says, as JSON")
    parse.add_argument("file", type=Path, metavar="FILE.eml")
    deadline = add("deadline", _deadline, "work out a legal date and explain it")
    deadline.add_argument("--regime", type=Regime, required=True, choices=list(Regime))
    deadline.add_argument("--type", type=RequestType, required=True, choices=list(RequestType))
    deadline.add_argument("--received", type=date.fromisoformat, required=True, metavar="DATE")
    deadline.add_argument("--country", metavar="CODE", help="GB-ENG, DE, …")
    for name in ("identity-proved", "asked", "answered"):
        deadline.add_argument(f"--{name}", type=date.fromisoformat, metavar="DATE")
    deadline.add_argument("--extended", action="store_true")


if __name__ == "__main__":
    sys.exit(main())
