"""classify, parse and deadline, as they are typed."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from handlers.commands.terminal import with_progress
from tests.commands.conftest import Typed, start

TypeIn = Callable[..., Typed]

ERASE = "Please close my account and delete everything you hold about me. Order SO-884213, juniper@example.com."
MAIL = (
    b"From: Juniper <juniper@example.com>\r\nTo: help@retailops.com\r\nSubject: Closing my account\r\n"
    b"Message-ID: <1@example.com>\r\nDate: Mon, 23 Nov 2026 10:00:00 +0000\r\n\r\n" + ERASE.encode() + b"\r\n"
)


def _jsonl(path: Path, *rows: object) -> str:
    path.write_text("".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return str(path)


class TestClassify:
    def test_each_line_gives_one_line_of_the_promised_shape(self, type_in: TypeIn, tmp_path: Path) -> None:
        rows = _jsonl(
            tmp_path / "mails.jsonl",
            {"id": "a", "subject": "Closing my account", "body": ERASE},
            "",
            {"id": 7, "text": "Where is my parcel? Order SO-884213 has not come."},
            {"subject": None, "body": "Guten Tag, bitte löschen Sie alle meine Daten."},
        )

        typed = type_in("classify", "--jsonl", rows)

        assert (typed.code, typed.err) == (0, "")
        erase, parcel, german = map(json.loads, typed.out.splitlines())
        for answer in (erase, parcel, german):
            assert list(answer) == [
                "id", "decision", "probability", "labels", "scope", "language", "identifiers",
            ]  # fmt: skip
            assert 0 <= answer["probability"] <= 1
            assert answer["decision"] in {"privacy", "unsure", "none"}
            assert all(list(label) == ["label", "confidence", "evidence"] for label in answer["labels"])
            assert answer["scope"] == {"service_messages": False}
            assert list(answer["identifiers"]) == ["emails", "orders", "phones"]
        assert [erase["id"], parcel["id"], german["id"]] == ["a", 7, 4]
        assert (erase["decision"], erase["labels"][0]["label"], erase["language"]) == ("privacy", "erasure", "en")
        assert erase["identifiers"]["emails"] == ["juniper@example.com"]
        assert erase["labels"][0]["evidence"]
        assert (parcel["decision"], parcel["labels"]) == ("none", [])
        assert german["language"] == "de"

    def test_a_mail_is_classified_under_its_files_name(self, type_in: TypeIn, tmp_path: Path) -> None:
        (tmp_path / "one.eml").write_bytes(MAIL)

        typed = type_in("classify", "--eml", str(tmp_path / "one.eml"))

        answer = json.loads(typed.out)
        assert (typed.code, answer["id"], answer["labels"][0]["label"]) == (0, "one.eml", "erasure")

    @pytest.mark.parametrize(
        ("line", "words"),
        [
            ("{oops", "line 2: not JSON"),
            ("[" * 100_000, "line 2: not JSON"),
            ("[1]", "line 2: not a JSON object"),
            ('{"id": 1, "txt": "hello"}', 'line 2: there is no "subject", "body" or "text"'),
        ],
    )
    def test_a_bad_line_is_named_by_its_number(self, type_in: TypeIn, tmp_path: Path, line: str, words: str) -> None:
        rows = _jsonl(tmp_path / "mails.jsonl", {"id": 1, "text": "hello"}, line)

        typed = type_in("classify", "--jsonl", rows)

        assert typed.code == 2
        assert typed.err.startswith(f"privacy-desk: {rows}, ")
        assert words in typed.err
        assert "Traceback" not in typed.err
        assert len(typed.out.splitlines()) == 1

    def test_odd_texts_are_answered_with_json_that_can_be_read_again(self, type_in: TypeIn, tmp_path: Path) -> None:
        path = tmp_path / "mails.jsonl"
        lone = '{"id": "\\ud800", "text": "\\ud800\\u0000 delete my data"}\n'
        path.write_bytes(
            b"\xef\xbb\xbf" + lone.encode() + b'{"id": 2, "text": "\xff\xfe 5"}\n{"id": null, "text": 5}\n'
        )

        typed = type_in("classify", "--jsonl", str(path))

        answers = [json.loads(line) for line in typed.out.splitlines()]
        assert (typed.code, [answer["id"] for answer in answers]) == (0, ["\ud800", 2, None])

    @pytest.mark.parametrize("option", ["--jsonl", "--eml"])
    def test_a_file_that_cannot_be_read_is_named(self, type_in: TypeIn, tmp_path: Path, option: str) -> None:
        for path in (tmp_path / "nowhere", tmp_path):
            typed = type_in("classify", option, str(path))
            assert typed.code == 2
            assert f"{path} cannot be read: " in typed.err

    def test_a_file_that_fails_while_it_is_read_is_named(self, type_in: TypeIn) -> None:
        typed = type_in("classify", "--jsonl", "/proc/self/mem")

        assert typed.code == 2
        assert "/proc/self/mem cannot be read: Input/output error" in typed.err

    def test_a_pipe_is_read_once(self, type_in: TypeIn, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe")
        writer = threading.Thread(target=(tmp_path / "pipe").write_text, args=('{"id": 1, "text": "hello"}\n',))
        writer.start()

        typed = type_in("classify", "--jsonl", str(tmp_path / "pipe"))

        writer.join(20)
        assert json.loads(typed.out)["id"] == 1

    def test_an_empty_mail_is_no_mail(self, type_in: TypeIn, tmp_path: Path) -> None:
        (tmp_path / "empty.eml").touch()

        typed = type_in("classify", "--eml", str(tmp_path / "empty.eml"))

        assert (typed.code, typed.err) == (
            2,
            f"privacy-desk: {tmp_path / 'empty.eml'} is no mail: there is nothing in it\n",
        )

    def test_one_source_has_to_be_named(self, type_in: TypeIn) -> None:
        typed = type_in("classify")

        assert typed.code == 2
        assert "one of the arguments --jsonl --eml is required" in typed.err

    def test_a_long_file_says_how_far_it_is_on_standard_error_alone(self, type_in: TypeIn, tmp_path: Path) -> None:
        rows = _jsonl(tmp_path / "mails.jsonl", *({"id": number, "text": "hello"} for number in range(250)))

        typed = type_in("classify", "--jsonl", rows)

        assert [json.loads(line)["id"] for line in typed.out.splitlines()] == list(range(250))
        assert typed.err.splitlines() == ["Classified: 200 of 250", "Classified: 250 of 250"]

    def test_a_reader_that_stops_early_ends_it_without_a_complaint(self, tmp_path: Path) -> None:
        rows = _jsonl(tmp_path / "mails.jsonl", *({"id": number, "text": "hello " * 99} for number in range(2_000)))

        with start("classify", "--jsonl", rows) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            assert json.loads(process.stdout.readline())["id"] == 0
            process.stdout.close()
            complaint = process.stderr.read()

        assert process.returncode == 0
        assert "BrokenPipe" not in complaint
        assert "Exception" not in complaint


class TestProgress:
    def test_short_work_says_nothing(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert list(with_progress(range(200), total=200, label="Classified")) == list(range(200))
        assert capsys.readouterr().err == ""

    def test_on_a_terminal_the_answers_themselves_are_progress_enough(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True)

        assert len(list(with_progress(range(500), total=500, label="Classified"))) == 500
        assert capsys.readouterr().err == ""

    def test_a_terminal_beside_a_file_shows_a_bar(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
        monkeypatch.setenv("TERM", "xterm")

        assert len(list(with_progress(range(500), total=500, label="Classified"))) == 500

        shown = capsys.readouterr()
        assert shown.out == ""
        assert "Classified" in shown.err
        assert "100%" in shown.err


class TestParse:
    def test_a_mail_is_shown_in_the_promised_shape(self, type_in: TypeIn, tmp_path: Path) -> None:
        (tmp_path / "one.eml").write_bytes(MAIL)

        typed = type_in("parse", str(tmp_path / "one.eml"))

        assert (typed.code, typed.err) == (0, "")
        shown = json.loads(typed.out)
        assert list(shown) == [
            "message_id", "from", "to", "subject", "sent_at", "text", "reply_text", "quoted_text", "attachments",
            "automatic", "problems",
        ]  # fmt: skip
        assert shown["from"] == "juniper@example.com"
        assert shown["to"] == ["help@retailops.com"]
        assert (shown["message_id"], shown["sent_at"]) == ("<1@example.com>", "2026-11-23T10:00:00+00:00")
        assert (shown["text"], shown["automatic"], shown["problems"]) == (ERASE, False, [])

    def test_an_attachment_is_named_and_measured(self, type_in: TypeIn, tmp_path: Path) -> None:
        (tmp_path / "one.eml").write_bytes(
            b'From: a@example.com\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n\r\nHi\r\n--b\r\n'
            b"Content-Type: application/pdf\r\n"
            b'Content-Disposition: attachment; filename="p.pdf"\r\n\r\nabc\r\n--b--\r\n'
        )

        shown = json.loads(type_in("parse", str(tmp_path / "one.eml")).out)

        assert shown["attachments"] == [{"name": "p.pdf", "type": "application/pdf", "size": 3}]

    @pytest.mark.parametrize(
        "raw",
        [
            b"",
            b"\x00\x00",
            bytes(range(256)) * 40,
            b"From: \xff\xfe@\xff\r\nSubject: =?utf-8?b?///?=\r\nContent-Type: text/plain; charset=klingon\r\n\r\n\xff",
            b'Content-Type: multipart/mixed; boundary=""\r\n\r\n--\r\n--\r\n',
            b"Subject: \xed\xa0\x80 =?utf-16?q?=D8=00?=\r\n\r\n\xed\xa0\x80",
            b"Date: Mon, 99 Foo 99999 99:99:99 +9999\r\n\r\nx",
        ],
        ids=["empty", "nulls", "all bytes", "wrong charsets", "no boundary", "surrogates", "no date"],
    )
    def test_whatever_the_bytes_there_is_an_answer(self, type_in: TypeIn, tmp_path: Path, raw: bytes) -> None:
        (tmp_path / "odd.eml").write_bytes(raw)

        typed = type_in("parse", str(tmp_path / "odd.eml"))

        assert (typed.code, typed.err) == (0, "")
        assert len(json.loads(typed.out)) == 11

    def test_what_is_no_mail_at_all_names_the_problem(self, type_in: TypeIn, tmp_path: Path) -> None:
        (tmp_path / "empty.eml").touch()

        shown = json.loads(type_in("parse", str(tmp_path / "empty.eml")).out)

        assert shown["problems"] == ["there is nothing in it"]
        assert (shown["from"], shown["sent_at"], shown["text"]) == (None, None, "")

    def test_a_file_that_cannot_be_read_is_named(self, type_in: TypeIn, tmp_path: Path) -> None:
        for path, why in ((tmp_path / "nowhere", "No such file or directory"), (tmp_path, "Is a directory")):
            typed = type_in("parse", str(path))
            assert (typed.code, typed.err) == (2, f"privacy-desk: {path} cannot be read: {why}\n")


class TestDeadline:
    LEAST = ("--regime", "uk_gdpr", "--type", "erasure", "--received", "2026-11-25")

    def test_a_date_comes_with_its_explanation(self, type_in: TypeIn) -> None:
        typed = type_in("deadline", *self.LEAST)

        assert (typed.code, typed.err) == (0, "")
        answer = json.loads(typed.out)
        assert list(answer) == ["ack_due_on", "due_on", "explanation"]
        assert (answer["ack_due_on"], answer["due_on"]) == (None, "2026-12-29")
        assert all(isinstance(sentence, str) for sentence in answer["explanation"])

    def test_every_fact_can_be_given(self, type_in: TypeIn) -> None:
        facts = ("--country", "GB-SCT", "--identity-proved", "2026-11-26", "--asked", "2026-11-27")

        typed = type_in("deadline", *self.LEAST, "--type", "access", *facts, "--answered", "2026-11-30", "--extended")

        assert typed.code == 0
        assert json.loads(typed.out)["due_on"] == "2027-03-01"

    def test_the_ccpa_has_a_date_for_the_acknowledgement_too(self, type_in: TypeIn) -> None:
        typed = type_in("deadline", "--regime", "ccpa", "--type", "access", "--received", "2026-11-25")

        assert json.loads(typed.out)["ack_due_on"] == "2026-12-10"

    def test_a_pressed_unsubscribe_button_can_be_given(self, type_in: TypeIn) -> None:
        stop = ("--regime", "ccpa", "--type", "marketing_opt_out", "--received", "2026-11-20")

        assert json.loads(type_in("deadline", *stop, "--one-click").out)["due_on"] == "2026-11-22"
        assert json.loads(type_in("deadline", *stop).out)["due_on"] == "2026-12-07"

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [
            (("--received", "25.11.2026"), "'25.11.2026' is no date: write it as 2026-11-25"),
            (("--received", "2026-02-30"), "'2026-02-30' is no date"),
            (("--asked", "soon"), "argument --asked: 'soon' is no date"),
            (("--regime", "hipaa"), "invalid choice: 'hipaa' (choose from 'gdpr', 'uk_gdpr', 'ccpa', 'voluntary')"),
            (("--type", "deletion"), "invalid choice: 'deletion' (choose from 'erasure', "),
        ],
    )
    def test_what_is_typed_wrong_is_named(self, type_in: TypeIn, wrong: tuple[str, ...], words: str) -> None:
        typed = type_in("deadline", *self.LEAST, *wrong)

        assert (typed.code, typed.out) == (2, "")
        assert words in typed.err

    @pytest.mark.parametrize(
        ("facts", "words"),
        [
            (("--identity-proved", "2026-11-01"), "contradict each other"),
            (("--answered", "2026-12-01"), "never asked for"),
            (("--received", "1999-01-01"), "2018 to 2100"),
            (("--country", "XX"), "XX"),
        ],
    )
    def test_facts_that_cannot_be_are_refused(self, type_in: TypeIn, facts: tuple[str, ...], words: str) -> None:
        typed = type_in("deadline", *self.LEAST, *facts)

        assert (typed.code, typed.out) == (2, "")
        assert typed.err.startswith("privacy-desk: ")
        assert words in typed.err
        assert typed.err.count("\n") == 1

    def test_a_date_does_not_wait_for_the_classifier_or_for_slack(self) -> None:
        heavy = ("spacy", "numpy", "slack_sdk", "slack_bolt", "flask", "sqlalchemy", "pydantic", "requests", "rich")
        code = (
            "import sys; from bot.__main__ import main; "
            f"main(['deadline', *{self.LEAST!r}]); print([name for name in {heavy!r} if name in sys.modules])"
        )

        told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

        assert told.stdout.splitlines()[-1] == "[]"
