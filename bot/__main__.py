"""The `privacy-desk` command: reads what was typed, runs it, and turns errors into sentences."""

# ruff: noqa: PLC0415 (each command loads what it needs: a date must not wait for the classifier and Slack)

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from bot.domain.request import Regime, RequestType
from bot.errors import PrivacyDeskError, SettingsError
from handlers.commands.argument import day, port, published_root
from handlers.commands.clock import add_clock_command
from handlers.commands.hold import add_hold_commands
from handlers.commands.model import add_model_commands
from handlers.commands.proof import add_pack_arguments, add_receipt_commands, add_report_arguments
from handlers.commands.terminal import give_up_output, prepare_output, say, with_progress
from handlers.log_lines import start_logging

FINE: Final = 0
FOUND_A_PROBLEM: Final = 1
WRONG_USAGE: Final = 2
INTERRUPTED: Final = 130

Run = Callable[[argparse.Namespace], int]
AddCommand = Callable[[str, Run, str], argparse.ArgumentParser]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code: 0 fine, 1 found a problem, 2 wrong usage or settings."""
    prepare_output()
    typed = _parser().parse_args(arguments)
    start_logging()
    try:
        run: Run = typed.run
        return run(typed)
    except PrivacyDeskError as error:
        sys.stderr.write(f"privacy-desk: {error}\n")
        return WRONG_USAGE
    except BrokenPipeError:
        give_up_output()
        return FINE
    except KeyboardInterrupt:
        return INTERRUPTED


def _classify(typed: argparse.Namespace) -> int:
    from bot.settings import read_models_folder
    from handlers.commands.classify import classify_eml, classify_jsonl, count_lines
    from integrations.rfc822 import Rfc822Parser
    from nlp.models.current_model import CurrentModel

    current = CurrentModel(read_models_folder())
    if typed.eml:
        say(classify_eml(typed.eml, Rfc822Parser(), current.load()))
        return FINE
    total = count_lines(typed.jsonl)
    for line in with_progress(classify_jsonl(typed.jsonl, current.load()), total=total, label="Classified"):
        say(line)
    return FINE


def _parse(typed: argparse.Namespace) -> int:
    from handlers.commands.parse import parse_eml
    from integrations.rfc822 import Rfc822Parser

    say(parse_eml(typed.file, Rfc822Parser()))
    return FINE


def _deadline(typed: argparse.Namespace) -> int:
    from handlers.commands.deadline import answer_deadline, question_of

    say(answer_deadline(question_of(typed)))
    return FINE


def _clock(typed: argparse.Namespace) -> int:
    from bot.bootstrap.clock_commands import review_clocks, show_breaches

    return _exit_code(is_fine=review_clocks(applies=typed.apply) if typed.what == "review" else show_breaches())


def _serve(_: argparse.Namespace) -> int:
    from bot.bootstrap.commands import serve

    return _exit_code(is_fine=serve())


def _web(_: argparse.Namespace) -> int:
    from bot.bootstrap.commands import serve_web

    return _exit_code(is_fine=serve_web())


def _poll(_: argparse.Namespace) -> int:
    from bot.bootstrap.commands import poll

    return _exit_code(is_fine=poll())


def _work(_: argparse.Namespace) -> int:
    from bot.bootstrap.commands import work

    return _exit_code(is_fine=work())


def _demo(typed: argparse.Namespace) -> int:
    # The demo's servers are an extra: without them every other command still works.
    try:
        from bot.bootstrap.demo import run_demo
    except ModuleNotFoundError as error:
        raise SettingsError(
            f"the demo needs {error.name}, which is not installed: run `make demo`, "
            "or pip install 'retailops-privacy-desk[demo]'"
        ) from error

    return run_demo(first_port=typed.port, is_opening_browser=not typed.no_browser, say=say)


def _check(_: argparse.Namespace) -> int:
    from bot.bootstrap.commands import check

    return _exit_code(is_fine=check())


def _migrate(_: argparse.Namespace) -> int:
    from bot.settings import read_settings
    from bot.store.database import Database
    from bot.store.migrate import migrate

    database = Database(read_settings().database_url)
    try:
        migrate(database.claim())
    finally:
        database.close()
    say("The schema is up to date.")
    return FINE


def _drift(_: argparse.Namespace) -> int:
    from bot.bootstrap.commands import show_drift

    return _exit_code(is_fine=show_drift())


def _audit(typed: argparse.Namespace) -> int:
    from bot.bootstrap.audit_commands import verify_log

    return _exit_code(is_fine=verify_log(dict(typed.root)))


def _pack(typed: argparse.Namespace) -> int:
    from bot.bootstrap.report_commands import write_pack

    write_pack(typed.case, typed.to)
    return FINE


def _report(typed: argparse.Namespace) -> int:
    from bot.bootstrap.report_commands import show_metrics

    show_metrics(typed.year, is_csv=typed.csv, is_everybody=typed.everybody)
    return FINE


def _receipt(typed: argparse.Namespace) -> int:
    from bot.bootstrap.audit_commands import own_public_key
    from handlers.commands.receipt import verify_receipt

    if typed.what == "key":
        say(own_public_key().digits)
        return FINE
    is_genuine, sentence = verify_receipt(typed.file, typed.key or own_public_key())
    say(sentence)
    return _exit_code(is_fine=is_genuine)


def _dead_letters(typed: argparse.Namespace) -> int:
    from bot.bootstrap.commands import reprocess, show_dead_letters

    if typed.reprocess:
        reprocess(typed.reprocess)
        return FINE
    return _exit_code(is_fine=show_dead_letters())


def _model(typed: argparse.Namespace) -> int:
    from bot.bootstrap import model_commands

    match typed.what:
        case "list":
            model_commands.list_models()
        case "train":
            model_commands.train()
        case "add":
            model_commands.add(typed.folder)
        case "promote":
            return _exit_code(is_fine=model_commands.promote(typed.name))
        case "rollback":
            model_commands.roll_back()
        case _:
            model_commands.export_reviewed(typed.file)
    return FINE


def _hold(typed: argparse.Namespace) -> int:
    from bot.bootstrap.commands import holds
    from bot.bootstrap.hold_commands import HoldWords

    names = ("case", "kind", "reason", "hold", "by")
    holds(typed.what, chosen=HoldWords(**{name: getattr(typed, name, None) or "" for name in names}))
    return FINE


def _sign_in(typed: argparse.Namespace) -> int:
    from bot.bootstrap.commands import invite

    invite(typed.staff)
    return FINE


def _exit_code(*, is_fine: bool) -> int:
    return FINE if is_fine else FOUND_A_PROBLEM


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="privacy-desk",
        description="Keeps RetailOps' privacy promise. Settings come from PRIVACY_DESK_… variables.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, run: Run, words: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=words, description=words)
        command.set_defaults(run=run)
        return command

    demo = add("demo", _demo, "start the whole world on this machine, with invented customers")
    demo.add_argument("--port", type=port, default=8000, help="first of the seven ports to use (default 8000)")
    demo.add_argument("--no-browser", action="store_true", help="do not open a browser")
    add("serve", _serve, "run everything in one process against the servers in the settings")
    add("web", _web, "run the pages only (PostgreSQL)")
    add("poll", _poll, "run the pollers only (PostgreSQL)")
    add("worker", _work, "run the jobs only (PostgreSQL)")
    add("check", _check, "try each configured server and say what works and what to set")
    add("migrate", _migrate, "bring the database's schema to this version")
    dead = add("dead-letters", _dead_letters, "list messages and jobs that could not be handled")
    dead.add_argument("--reprocess", metavar="ID|all", help="try one message, or everything, again")
    sign_in = add("sign-in", _sign_in, "print a one-time sign-in link for one of your people")
    sign_in.add_argument("staff", help="their id in the staff file")
    add_hold_commands(add("hold", _hold, "say that nothing of somebody may be erased for now, and lift it again"))
    add_model_commands(add("model", _model, "work with the models that read messages, and train new ones"))
    add("drift", _drift, "compare how well messages are read now with the first weeks of the model in use")
    add_clock_command(add("clock", _clock, "look at the legal dates of the open cases"))
    audit = add("audit", _audit, "work with the audit log")
    audit.add_argument(
        "what", choices=["verify"], help="verify: read the whole log and name every event that was touched"
    )
    audit.add_argument(
        "--root", type=published_root, action="append", default=[], metavar="DAY=ROOT", help="a root as it was posted"
    )
    add_pack_arguments(
        add("pack", _pack, "write all that is known of one case, as a page and as JSON, for a regulator")
    )
    add_report_arguments(add("report", _report, "print figures over a year"))
    add_receipt_commands(add("receipt", _receipt, "work with the receipts that customers get"))
    _add_text_commands(add)
    return parser


def _add_text_commands(add: AddCommand) -> None:
    classify = add("classify", _classify, "say which privacy requests messages make, one JSON line each")
    source = classify.add_mutually_exclusive_group(required=True)
    source.add_argument(
        "--jsonl", type=Path, metavar="FILE", help='lines of {"id", "subject", "body"} or {"id", "text"}'
    )
    source.add_argument("--eml", type=Path, metavar="FILE", help="one mail")
    parse = add("parse", _parse, "show what a mail says, as JSON")
    parse.add_argument("file", type=Path, metavar="FILE.eml")
    deadline = add("deadline", _deadline, "work out a legal date and explain it")
    deadline.add_argument("--regime", required=True, choices=[regime.value for regime in Regime])
    deadline.add_argument("--type", required=True, choices=[kind.value for kind in RequestType])
    deadline.add_argument("--received", type=day, required=True, metavar="DATE")
    deadline.add_argument("--country", metavar="CODE", help="GB-ENG, DE, …")
    for name in ("identity-proved", "asked", "answered"):
        deadline.add_argument(f"--{name}", type=day, metavar="DATE")
    deadline.add_argument("--extended", action="store_true")
    deadline.add_argument("--one-click", action="store_true", help="a mail program's unsubscribe button was pressed")


if __name__ == "__main__":
    sys.exit(main())
