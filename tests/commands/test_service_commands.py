"""The commands that need settings and a database, as they are typed."""

import http.client
import io
import os
import re
import signal
import socket
import sys
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.bootstrap import commands
from bot.domain.job import Job, JobName
from bot.domain.message import Channel, MessageId, MessageOutcome
from bot.store.database import Database
from bot.store.migrate import current_version, newest_version
from handlers.commands.dead_letters import reprocess_all
from handlers.commands.terminal import prepare_output, say
from handlers.serving import Running
from tests.commands.conftest import Environment, Typed, start
from tests.free_port import free_port
from tests.store.desk_store import DeskStore
from tests.store.samples import NOW, a_mail, an_event

TypeIn = Callable[..., Typed]


def _bury_message(store: DeskStore, message_id: str) -> None:
    with store.committing() as unit:
        mail = a_mail(message_id.encode(), uid=int(message_id[-1]))
        unit.messages.add(MessageId(message_id), mail, channel=Channel.MAIL, stored_at=NOW)
        unit.messages.bury(MessageId(message_id), reason="it has no sender", at=NOW)


def _bury_job(store: DeskStore, argument: str) -> None:
    with store.committing() as unit:
        unit.jobs.enqueue(Job(name=JobName.PERFORM, argument=argument))
    (leased,) = store.jobs.lease(now=NOW, limit=1, lease=timedelta(minutes=5))
    store.jobs.bury(leased.job_id, problem="Storefront refused our key (403)")


class TestSettings:
    @pytest.mark.parametrize(
        "command", [("serve",), ("web",), ("poll",), ("worker",), ("check",), ("migrate",), ("audit", "verify")]
    )
    def test_a_missing_setting_is_named_and_nothing_starts(
        self, type_in: TypeIn, desk: Environment, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
    ) -> None:
        monkeypatch.delenv("PRIVACY_DESK_MASTER_KEY")

        typed = type_in(*command)

        assert (typed.code, typed.out) == (2, "")
        assert typed.err.startswith(
            "privacy-desk: PRIVACY_DESK_MASTER_KEY (or PRIVACY_DESK_MASTER_KEY_FILE) is not set"
        )

    @pytest.mark.parametrize("command", [("dead-letters",), ("sign-in", "mia"), ("audit", "verify"), ("web",)])
    def test_a_database_without_tables_is_refused_with_the_remedy(
        self, type_in: TypeIn, desk: Environment, command: tuple[str, ...]
    ) -> None:
        typed = type_in(*command)

        assert typed.code == 2
        assert "version none" in typed.err
        assert "privacy-desk migrate" in typed.err

    def test_a_wrong_master_key_is_refused_before_any_job_is_given_up(
        self, type_in: TypeIn, store: DeskStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        store.keep_mail("message-1")
        monkeypatch.setenv("PRIVACY_DESK_MASTER_KEY", "ab" * 32)

        typed = type_in("serve")

        assert typed.code == 2
        assert "PRIVACY_DESK_MASTER_KEY does not open the data" in typed.err


class TestMigrate:
    def test_it_makes_the_tables_and_twice_is_once(self, type_in: TypeIn, desk: Environment) -> None:
        for _ in range(2):
            typed = type_in("migrate")
            assert (typed.code, typed.out) == (0, "The schema is up to date.\n")

        database = Database(desk.url)
        assert current_version(database) == newest_version()
        database.close()

    def test_it_refuses_a_file_that_another_process_works_on(self, type_in: TypeIn, store: DeskStore) -> None:
        store.database.claim()

        typed = type_in("migrate")

        assert typed.code == 2
        assert "another privacy-desk process already runs" in typed.err


class TestAudit:
    def _log(self, store: DeskStore) -> None:
        with store.committing() as unit:
            for action in ("first", "second", "third"):
                unit.audit.append(an_event(action))

    def test_a_whole_log_is_counted(self, type_in: TypeIn, store: DeskStore) -> None:
        self._log(store)

        typed = type_in("audit", "verify")

        assert (typed.code, typed.out) == (0, "The audit log is whole: 3 events, 0 daily roots.\n")

    def test_a_log_that_was_tampered_with_is_named_where(self, type_in: TypeIn, store: DeskStore) -> None:
        self._log(store)
        store.tamper("UPDATE audit_events SET action = 'nothing' WHERE sequence = 2")

        typed = type_in("audit", "verify")

        assert typed.code == 1
        assert typed.out == (
            "The audit log is broken: 1 finding in 3 events.\n"
            "- event 2 was changed: its content does not match its hash\n"
        )

    @pytest.mark.parametrize(
        ("tampering", "finding"),
        [
            ("UPDATE audit_events SET actor = 'system:x' WHERE sequence = 2", "event 2 was changed"),
            ("UPDATE audit_events SET details = '{not json' WHERE sequence = 2", "event 2 was changed"),
            ("UPDATE audit_events SET details = 'null' WHERE sequence = 2", "event 2 was changed"),
            ("UPDATE audit_events SET at = 'once' WHERE sequence = 2", "event 2 was changed"),
            ("DELETE FROM audit_events WHERE sequence = 2", "event 2 is missing"),
            ("DELETE FROM audit_events WHERE sequence > 1", "events 2 to 3 are cut off"),
            ("DELETE FROM audit_head", "whether the end was cut cannot be told"),
            (
                "UPDATE audit_events SET sequence = CASE sequence WHEN 2 THEN -3 WHEN 3 THEN -2 END WHERE sequence > 1;"
                "UPDATE audit_events SET sequence = -sequence WHERE sequence < 0",
                "event 2 is event 3, moved",
            ),
        ],
    )
    def test_whatever_was_done_to_it_is_named(
        self, type_in: TypeIn, store: DeskStore, tampering: str, finding: str
    ) -> None:
        self._log(store)
        for statement in tampering.split(";"):
            store.tamper(statement)

        typed = type_in("audit", "verify")

        assert typed.code == 1
        assert finding in typed.out

    def test_a_cut_end_stays_found_when_the_desk_writes_on(self, type_in: TypeIn, store: DeskStore) -> None:
        self._log(store)
        store.tamper("DELETE FROM audit_events WHERE sequence > 1")
        self._log(store)

        assert "- events 2 to 3 are missing\n" in type_in("audit", "verify").out

    def test_a_published_root_is_compared_and_a_text_that_is_none_is_refused(
        self, type_in: TypeIn, store: DeskStore
    ) -> None:
        self._log(store)

        assert "there is no root of 2026-11-24" in type_in("audit", "verify", "--root", f"2026-11-24={'ab' * 32}").out
        for wrong in ("2026-11-24", "2026-11-24=ab", f"yesterday={'ab' * 32}", f"2026-11-24={'zz' * 32}"):
            assert type_in("audit", "verify", "--root", wrong).code == 2


class TestDeadLetters:
    def test_when_nothing_is_stuck_it_says_so(self, type_in: TypeIn, store: DeskStore) -> None:
        typed = type_in("dead-letters")

        assert (typed.code, typed.out) == (0, "Nothing is stuck: every message was read, and no job was given up.\n")

    def test_messages_and_jobs_are_listed_with_their_reasons_and_the_way_back(
        self, type_in: TypeIn, store: DeskStore
    ) -> None:
        _bury_message(store, "message-1")
        _bury_job(store, "action-1")

        typed = type_in("dead-letters")

        assert typed.code == 1
        assert typed.out.splitlines() == [
            "1 message could not be read; the bytes are kept:",
            "  message-1  2026-11-23 10:00  it has no sender",
            "1 job given up:",
            "  perform  action-1  Storefront refused our key (403)",
            "To try all of them again: privacy-desk dead-letters --reprocess all (or one message's id instead of all)",
        ]

    @pytest.mark.parametrize(("bury", "head"), [(_bury_message, "1 message could"), (_bury_job, "1 job given up")])
    def test_only_what_is_stuck_is_shown(
        self, type_in: TypeIn, store: DeskStore, bury: Callable[[DeskStore, str], None], head: str
    ) -> None:
        bury(store, "thing-1")

        lines = type_in("dead-letters").out.splitlines()

        assert lines[0].startswith(head)
        assert len(lines) == 3

    def test_all_can_be_tried_again(self, type_in: TypeIn, store: DeskStore) -> None:
        _bury_message(store, "message-1")
        _bury_message(store, "message-2")
        _bury_job(store, "action-1")

        typed = type_in("dead-letters", "--reprocess", "all")

        assert (typed.code, typed.out) == (0, "2 messages and 1 job will be tried again.\n")
        assert type_in("dead-letters").code == 0
        assert store.queue.count_messages() == {MessageOutcome.RECEIVED: 2}
        assert store.rows("SELECT name, argument FROM jobs ORDER BY name, argument") == [
            ("perform", "action-1"),
            ("triage", "message-1"),
            ("triage", "message-2"),
        ]

    def test_one_can_be_tried_again_by_its_id(self, type_in: TypeIn, store: DeskStore) -> None:
        _bury_message(store, "message-1")
        _bury_message(store, "message-2")

        typed = type_in("dead-letters", "--reprocess", "message-2")

        assert (typed.code, typed.out) == (0, "message-2 will be tried again.\n")
        assert [letter.message_id for letter in store.queue.list_dead_letters()] == ["message-1"]

    def test_what_is_no_dead_letter_is_refused(self, type_in: TypeIn, store: DeskStore) -> None:
        typed = type_in("dead-letters", "--reprocess", "message-7")

        assert (typed.code, typed.err) == (2, "privacy-desk: there is no dead letter message-7\n")

    def test_more_than_fit_one_page_are_tried_again_too(self) -> None:
        dead = [f"message-{number}" for number in range(5)]

        def list_two(_: int) -> list[object]:
            return [type("Letter", (), {"message_id": message_id}) for message_id in dead[:2]]

        told = reprocess_all(list_two, dead.remove, lambda: 0)  # type: ignore[arg-type]

        assert (told, dead) == ("5 messages and 0 jobs will be tried again.", [])


class TestSignIn:
    def test_a_link_is_printed_that_works_once(self, type_in: TypeIn, store: DeskStore, desk: Environment) -> None:
        typed = type_in("sign-in", "mia")

        assert typed.code == 0
        assert typed.out.startswith(f"http://127.0.0.1:{desk.port}/sign-in/")
        token = typed.out.strip().rpartition("/")[2]
        assert len(token) == 64
        assert token not in str(store.rows("SELECT * FROM sign_in_links"))

    def test_somebody_who_is_not_on_the_list_gets_none(self, type_in: TypeIn, store: DeskStore) -> None:
        typed = type_in("sign-in", "mallory")

        assert (typed.code, typed.out) == (2, "")
        assert "mallory is not on the list" in typed.err


class TestCheck:
    def test_each_server_has_its_line_with_what_to_set(self, type_in: TypeIn, store: DeskStore) -> None:
        typed = type_in("check")

        lines = {line[2:].split("  ")[0]: line for line in typed.out.splitlines()}
        assert typed.code == 1
        assert list(lines) == ["database", "model", "mailbox", "outgoing mail", "Slack", "portal", "systems"]
        assert lines["database"].startswith("✓")
        assert "schema version" in lines["database"]
        for name, variable in (("mailbox", "IMAP_HOST"), ("outgoing mail", "SMTP_HOST"), ("systems", "SYSTEMS")):
            assert lines[name].startswith("–")
            assert f"not set: set PRIVACY_DESK_{variable}" in lines[name]
        assert "none: cases get no ticket" in lines["portal"]

    def test_an_empty_database_is_fine_before_the_first_start(self, type_in: TypeIn, desk: Environment) -> None:
        assert "✓ database       answers, and is still empty" in type_in("check").out

    def test_a_server_that_does_not_answer_is_named_and_the_others_are_tried(
        self, type_in: TypeIn, store: DeskStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        store.tamper("UPDATE alembic_version SET version_num = '9999'")
        for name, value in {"IMAP_HOST": "127.0.0.1", "IMAP_PORT": "1", "IMAP_USER": "h", "IMAP_PASSWORD": "p"}.items():
            monkeypatch.setenv(f"PRIVACY_DESK_{name}", value)

        lines = type_in("check").out.splitlines()

        assert lines[0].startswith("✗ database")
        assert "version 9999" in lines[0]
        assert lines[1].startswith("✓ model          built-in, ")
        assert lines[2].startswith("✗ mailbox")
        assert len(lines) == 7

    def test_without_a_portal_but_with_all_else_working_it_is_content(
        self, type_in: TypeIn, store: DeskStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        works = {"mailbox": lambda: "logged in", "portal": lambda: "none: cases get no ticket"}
        monkeypatch.setattr(commands, "connect", lambda *_: type("Outside", (), {"checks": works}))

        typed = type_in("check")

        assert typed.code == 0
        assert [line[0] for line in typed.out.splitlines()] == ["✓", "✓", "✓", "–"]


class TestServing:
    def test_serve_answers_soon_and_ends_in_good_order_when_it_is_told(self, desk: Environment) -> None:
        with start("serve") as process:
            assert process.stdout is not None
            told = process.stdout.readline()
            connection = http.client.HTTPConnection("127.0.0.1", desk.port, timeout=20)
            connection.request("GET", "/")
            status = connection.getresponse().status
            process.send_signal(signal.SIGTERM)
            _, log = process.communicate(timeout=60)

        assert f"Pages: http://127.0.0.1:{desk.port}" in told
        assert status < 500
        assert process.returncode == 0, log
        assert "Traceback" not in log
        connection.close()

    def test_a_port_that_is_taken_is_named_with_the_setting(self, type_in: TypeIn, desk: Environment) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", desk.port))
            taken.listen()

            typed = type_in("serve")

        assert typed.code == 2
        assert f"port {desk.port} on 127.0.0.1 cannot be used" in typed.err
        assert "PRIVACY_DESK_PORT" in typed.err

    def test_a_second_serve_on_the_same_file_is_refused(self, type_in: TypeIn, store: DeskStore) -> None:
        store.database.claim()

        typed = type_in("serve")

        assert typed.code == 2
        assert "another privacy-desk process already runs" in typed.err

    @pytest.mark.parametrize(
        ("command", "parts"),
        [("web", {"web"}), ("poll", set()), ("worker", {"worker"}), ("serve", {"web", "worker"})],
    )
    def test_each_command_runs_its_part_of_the_service(
        self,
        type_in: TypeIn,
        store: DeskStore,
        monkeypatch: pytest.MonkeyPatch,
        command: str,
        parts: set[str],
    ) -> None:
        seen: set[str] = set()

        def wait(running: Running) -> bool:
            seen.update({thread.name for thread in threading.enumerate()} & {"web", "worker"})
            os.kill(os.getpid(), signal.SIGTERM)
            running.stop()
            return True

        monkeypatch.setattr(Running, "wait", wait)

        assert type_in(command).code == 0
        assert seen == parts

    def test_a_service_whose_part_fell_ends_with_a_problem(
        self, type_in: TypeIn, store: DeskStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fall(running: Running) -> bool:
            running.stop()
            return False

        monkeypatch.setattr(Running, "wait", fall)

        assert type_in("worker").code == 1

    def test_leases_of_a_process_that_was_killed_are_free_at_the_next_start(
        self, type_in: TypeIn, store: DeskStore, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with store.committing() as unit:
            unit.jobs.enqueue(Job(name=JobName.TRIAGE, argument="message-x"))
        store.jobs.lease(now=NOW, limit=1, lease=timedelta(days=9_000))
        monkeypatch.setattr(Running, "start", lambda _: None)
        monkeypatch.setattr(Running, "wait", lambda _: True)

        type_in("worker")

        assert store.rows("SELECT leased_until FROM jobs WHERE name = 'triage'") == [(None,)]


class TestDemo:
    def test_a_taken_port_is_named_with_the_remedy(self, type_in: TypeIn) -> None:
        port = free_port(in_a_row=9) + 1
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", port))
            taken.listen()

            for first in (port, port - 1):
                typed = type_in("demo", "--no-browser", "--port", str(first))
                assert typed.code == 2, typed.err
                assert f"{port}" in typed.err
                assert "Traceback" not in typed.err

    @pytest.mark.parametrize("port", ["0", "65530", "-1", "http"])
    def test_a_port_that_leaves_no_room_is_refused(self, type_in: TypeIn, port: str) -> None:
        typed = type_in("demo", f"--port={port}")

        assert typed.code == 2
        assert "choose one from 1 to 65529" in typed.err


class TestMain:
    def test_interrupting_it_is_not_an_error_of_ours(self, type_in: TypeIn, monkeypatch: pytest.MonkeyPatch) -> None:
        def interrupt(*_: object) -> str:
            raise KeyboardInterrupt

        monkeypatch.setattr("handlers.commands.parse.parse_eml", interrupt)

        typed = type_in("parse", "x.eml")

        assert (typed.code, typed.err) == (130, "")

    def test_every_command_says_what_it_is_for(self, type_in: TypeIn) -> None:
        told = type_in("--help").out

        for name in (
            "demo",
            "serve",
            "web",
            "poll",
            "worker",
            "check",
            "migrate",
            "dead-letters",
            "sign-in",
            "audit",
            "model",
        ):
            assert re.search(rf"^    {name}\s+\w", told, re.MULTILINE), name
        assert type_in().code == 2

    def test_a_reader_that_went_away_is_not_an_error(self, type_in: TypeIn, monkeypatch: pytest.MonkeyPatch) -> None:
        def lose(*_: object) -> str:
            raise BrokenPipeError

        monkeypatch.setattr("handlers.commands.parse.parse_eml", lose)

        typed = type_in("parse", "x.eml")

        assert (typed.code, typed.err) == (0, "")

    def test_an_output_that_is_no_file_is_left_as_it_is(self, monkeypatch: pytest.MonkeyPatch) -> None:
        written = io.StringIO()
        monkeypatch.setattr(sys, "stdout", written)

        prepare_output()
        say("a line")

        assert written.getvalue() == "a line\n"
