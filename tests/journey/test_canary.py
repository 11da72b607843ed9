"""A person named by unlikely strings goes through the desk: the strings must turn up nowhere they have no business."""

import json
import logging
import re
import sqlite3
from collections.abc import Iterator
from email.message import EmailMessage
from email.utils import formataddr
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from bot.bootstrap.machine import RandomIds
from bot.domain.case import Case, CaseState
from bot.domain.request import RequestType
from integrations.sandbox.customers import Customer
from integrations.sandbox.holdings import SYSTEMS, holdings_of
from integrations.sandbox.slack_simulator import Fault
from tests.journey.town import ANA, MIA, TWO_PEOPLE, Town

CANARY = Customer(
    number=777,
    name="Zyxwina Quorblefax",
    email="zyx.quorble@kanariengarten.test",
    phone="+442079469911",
    street="9 Vexillograph Lane",
    city="London N1 0ZZ",
    country="GB",
    language="en",
    since=2021,
    ordered_days_ago=(400,),
)
ORDER = "954700"
TRACES = ("zyxwina", "quorblefax", "zyx.quorble", "kanariengarten", "2079469911", "79469911", "vexillograph")
ORDER_TOLD = re.compile(rf"ro\W?{ORDER}|(?<![\w.]){ORDER}(?!\w)")
"""Six digits also turn up by chance, in a digest or behind the point of a time: they must stand by themselves."""
SIGNED = (
    f"\n\nMy order was RO-{ORDER} and I live at 9 Vexillograph Lane, London N1 0ZZ. You can reach me at "
    "zyx.quorble@kanariengarten.test or on +44 20 7946 9911.\n\nKind regards,\nZyxwina Quorblefax\n"
)
WORDS = {
    RequestType.ERASURE: "Hello,\n\nplease close my account and delete everything you hold about me.",
    RequestType.ACCESS: "Hello,\n\nplease send me a copy of all the personal data you hold about me.",
}


def traces_in(text: str) -> set[str]:
    lowered = text.lower()
    return {trace for trace in TRACES if trace in lowered} | set(ORDER_TOLD.findall(lowered))


@pytest.mark.parametrize("leak", ["order ro-954700 was", "RO954700", "number 954700.", "'954700'", "\n954700\n"])
def test_an_order_number_that_is_told_is_seen(leak: str) -> None:
    assert traces_in(leak) != set()


@pytest.mark.parametrize("chance", ["ab954700cd", "1795470012.954700", "12:00:01.954700+00:00", "19547001"])
def test_the_same_digits_inside_another_number_tell_nothing(chance: str) -> None:
    assert traces_in(chance) == set()


def a_mail(request_type: RequestType, to: str) -> bytes:
    message = EmailMessage()
    message["From"] = formataddr((CANARY.name, CANARY.email))
    message["To"] = to
    message["Subject"] = f"My account, {CANARY.name}"
    message["Message-ID"] = f"<{RandomIds().new_id()}.zyx.quorble@kanariengarten.test>"
    message.set_content(WORDS[request_type] + SIGNED)
    return message.as_bytes()


def everything_logged(records: list[logging.LogRecord]) -> str:
    """Message, arguments, extra fields and traceback of every record."""
    formatter = logging.Formatter()
    return "\n".join(f"{formatter.format(record)} {record.__dict__!r}" for record in records)


def cells(path: Path) -> Iterator[tuple[str, str]]:
    """Every value of every table of the file, with where it stands; bytes as they are."""
    with sqlite3.connect(path) as connection:
        for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            cursor = connection.execute(f'SELECT * FROM "{table}"')  # noqa: S608 (names from the file itself)
            names = [column[0] for column in cursor.description]
            for row in cursor:
                for name, value in zip(names, row, strict=True):
                    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
                    yield f"{table}.{name}", text
    connection.close()


def stumble(town: Town) -> None:
    """Each line fails once on the way, so that what failures say is looked at too."""
    for system in SYSTEMS:
        town.world.systems.fail_next(system, 503, 1)
    town.slack.fail_next("chat.postMessage", Fault(status=500))
    town.slack.fail_next("chat.update", Fault(status=500, after_effect=True))


def live(town: Town) -> Case:
    """A copy of data and then an erasure, from the mail to the answer, with stumbles; answers the second case."""
    town.world.systems.holdings += holdings_of(CANARY, town.world.systems.today)
    for request_type in (RequestType.ACCESS, RequestType.ERASURE):
        stumble(town)
        town.world.mail.refuse(CANARY.email, f"450 4.2.1 <{CANARY.email}> is busy")
        town.world.mail.deliver(a_mail(request_type, town.world.mail.address))
        town.look_once()
        town.world.mail.refuse(CANARY.email, "")
        town.settle()
        case = next(each for each in town.cases() if each.request_type is request_type)
        case = town.finish_proof(case, CANARY.email)
        stumble(town)
        town.press(case, "approval.approve", *[ANA, MIA][: 2 if request_type in TWO_PEOPLE else 1])
        assert town.case(case).state is CaseState.FULFILLED
    return case


def test_a_person_leaves_no_trace_where_they_have_no_business(town: Town, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)

    case = live(town)

    assert case.number in town.letters(CANARY.email)[-1]
    path = make_url(town.service.settings.database_url).database
    assert path is not None

    assert traces_in(json.dumps([dict(arguments) for _, arguments in town.slack.calls], default=str)) == set()
    assert {place for place, text in cells(Path(path)) if traces_in(text)} == set()
    ours = [record for record in caplog.records if record.levelno > logging.DEBUG or _is_ours(record)]
    assert len(ours) > 0
    assert traces_in(everything_logged(ours)) == set()
    addresses = [record.getMessage() for record in caplog.records if record.name.startswith("urllib3")]
    assert len(addresses) > 20
    assert traces_in("\n".join(addresses)) == set()


def _is_ours(record: logging.LogRecord) -> bool:
    return record.name.partition(".")[0] in {"bot", "handlers", "nlp", "integrations", "privacy_desk"}
