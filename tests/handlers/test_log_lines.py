"""Log lines: events and ids, never prose about people."""

import io
import logging
import re
from collections.abc import Iterator

import pytest

from bot.errors import PermanentFailure, PrivacyDeskError
from handlers.log_lines import LineFormatter, start_logging

SECRET = "wrenfield@example.com"


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What the logger `bot.test` writes."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(LineFormatter())
    logger = logging.getLogger("bot.test")
    logger.addHandler(handler)
    logger.propagate = False
    yield written
    logger.removeHandler(handler)
    logger.propagate = True


LOGGER = logging.getLogger("bot.test")


def _raise(error: BaseException, cause: BaseException | None = None) -> None:
    raise error from cause


def _fail(error: BaseException, cause: BaseException | None = None) -> None:
    try:
        _raise(error, cause)
    except BaseException:
        LOGGER.exception("job failed", extra={"job": "triage"})


def test_a_line_has_the_time_in_utc_the_event_and_its_ids(lines: io.StringIO) -> None:
    LOGGER.warning("case approved", extra={"case_id": "case-1", "attempt": 3})

    assert re.fullmatch(
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ WARNING bot\.test case approved case_id=case-1 attempt=3\n", lines.getvalue()
    )


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("two words", '"two words"'),
        ("first\nfake line", r'"first\nfake line"'),
        ("", '""'),
        ('a"b', r'"a\"b"'),
        ("a=b", '"a=b"'),
        (None, "None"),
    ],
)
def test_one_event_is_one_line_whatever_its_extras_hold(lines: io.StringIO, value: object, shown: str) -> None:
    LOGGER.warning("poll failed", extra={"problem": value})

    assert lines.getvalue().endswith(f"poll failed problem={shown}\n")
    assert lines.getvalue().count("\n") == 1


def test_a_foreign_error_is_told_by_its_type_and_place_alone(lines: io.StringIO) -> None:
    _fail(ValueError(SECRET))

    told = lines.getvalue()
    assert SECRET not in told
    assert told.endswith("\nValueError\n")
    assert "test_log_lines.py" in told
    assert "job=triage" in told


def test_our_own_error_keeps_its_sentence(lines: io.StringIO) -> None:
    _fail(PermanentFailure("Storefront refused our key (403)"))

    assert lines.getvalue().endswith("PermanentFailure: Storefront refused our key (403)\n")


def test_what_led_to_an_error_is_told_by_type_and_place_too(lines: io.StringIO) -> None:
    _fail(PermanentFailure("the portal refused"), cause=OSError(SECRET))

    told = lines.getvalue()
    assert told.index("\nOSError\n") < told.index("PermanentFailure: the portal refused")
    assert SECRET not in told


def test_an_error_met_while_handling_another_tells_both(lines: io.StringIO) -> None:
    def handle() -> None:
        try:
            int(SECRET)
        except ValueError:
            raise PrivacyDeskError("while handling it")  # noqa: B904 (that is what is tested)

    try:
        handle()
    except PrivacyDeskError:
        LOGGER.exception("job failed")

    assert "\nValueError\n" in lines.getvalue()
    assert SECRET not in lines.getvalue()


def test_an_error_that_leads_to_itself_is_told_once(lines: io.StringIO) -> None:
    first, second = ValueError(SECRET), KeyError(SECRET)
    first.__cause__, second.__cause__ = second, first

    LOGGER.error("job failed", exc_info=first)

    assert lines.getvalue().count("ValueError") == lines.getvalue().count("KeyError") == 1


def test_logging_goes_to_standard_error_and_libraries_stay_quiet(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", [])
    levels = {name: logging.getLogger(name).level for name in ("", "bot", "handlers", "integrations", "nlp")}
    try:
        start_logging()
        logging.getLogger("handlers.worker").info("ours")
        logging.getLogger("somelibrary").info("theirs")
        logging.getLogger("somelibrary").warning("their worry")
    finally:
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)

    written = capsys.readouterr()
    assert written.out == ""
    assert [line.split(" ", 2)[2] for line in written.err.splitlines()] == [
        "handlers.worker ours",
        "somelibrary their worry",
    ]
