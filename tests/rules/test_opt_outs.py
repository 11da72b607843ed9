"""No opt-out is ever held up by who asks: walked over every door, law, sender and answer of the systems.

Each test fails when `_go_on` in bot/workflow/verification.py asks for proof without looking at the policy row, or
when such a row asks for identity.
"""

import ast
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

import bot.workflow
from bot.domain.case import CaseState, WaitsFor
from bot.domain.identity_level import LEVELS, IdentityLevel
from bot.domain.letter import LETTER_TYPES, LetterKind
from bot.domain.link import LinkPurpose
from bot.domain.policy import POLICY
from bot.domain.request import Regime, RequestType
from bot.store import tables
from tests.fakes.office import AMINA, JUNIPER, Office, opened

STRANGER = "mallory@elsewhere.example.org"
OPT_OUTS = [each for each, row in POLICY.items() if row.may_be_automatic]
ASKING_LETTERS = {LetterKind.IDENTITY_REQUEST, LetterKind.IDENTITY_EXPIRED}
BY_LAW = {
    Regime.GDPR: "under the GDPR:",
    Regime.UK_GDPR: "under the UK GDPR:",
    Regime.CCPA: "I live in California.",
    Regime.VOLUNTARY: "please:",
}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    yield from opened(tmp_path)


def by_mail(office: Office, words: str, sender: str) -> None:
    office.receive(sender, words)


def by_portal(office: Office, words: str, sender: str) -> None:
    office.portal.write_in("71", sender, words, at=office.clock.now())
    office.intake.poll_portal(office.portal, name="zendesk")


def in_a_thread(office: Office, words: str, sender: str) -> None:
    case = office.write_in(sender, "[complaint 0.97]")
    office.receive(sender, words, references=[office.outbox(case)[-1].mail.message_id])


def for_somebody_named(office: Office, words: str, sender: str) -> None:
    office.receive(sender, f"{words} [for: my wife anna@example.org]")


def for_nobody_we_can_find(office: Office, words: str, sender: str) -> None:
    office.receive(sender, f"{words} [for: my wife]")


def by_an_agent(office: Office, words: str, sender: str) -> None:
    office.receive(sender, f"{words} [for: our client anna@example.org] [agent: Broomline]")


def about_the_address_on_file(office: Office, words: str, sender: str) -> None:
    office.receive(sender, f"it is about {JUNIPER}. {words}")


def with_an_order_number(office: Office, words: str, sender: str) -> None:
    office.systems["storefront"].people[JUNIPER].orders = ("SO-1",)
    office.receive(sender, f"order SO-1 {words}")


def by_a_persons_reading(office: Office, words: str, sender: str) -> None:
    office.receive(sender, words.replace("[", "[unsure "))
    office.work()
    (review,) = office.reviews()
    labels = [score.label for score in review.classification.labels]
    office.review_desk.decide(review.review_id, labels=labels, by=AMINA)


def while_every_system_is_down(office: Office, words: str, sender: str) -> None:
    for system in office.systems.values():
        system.faults.is_down = True
    office.receive(sender, words)


def asked_twice(office: Office, words: str, sender: str) -> None:
    office.receive(sender, words)
    office.receive(sender, f"again: {words}")


def beside_an_erasure(office: Office, words: str, sender: str) -> None:
    office.receive(sender, f"[erasure 0.99] {words}")


DOORS = [
    by_mail,
    by_portal,
    in_a_thread,
    for_somebody_named,
    for_nobody_we_can_find,
    by_an_agent,
    about_the_address_on_file,
    with_an_order_number,
    by_a_persons_reading,
    while_every_system_is_down,
    asked_twice,
    beside_an_erasure,
]


@pytest.mark.parametrize("sender", [JUNIPER, STRANGER], ids=["known", "unknown"])
@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("regime", Regime)
@pytest.mark.parametrize("request_type", OPT_OUTS)
def test_no_path_of_an_opt_out_asks_for_proof(
    office: Office,
    request_type: RequestType,
    regime: Regime,
    door: Callable[[Office, str, str], None],
    sender: str,
) -> None:
    door(office, f"{BY_LAW[regime]} [{request_type} 0.97]", sender)
    office.wait(timedelta(hours=100))

    cases = [case for case in office.cases() if case.request_type is request_type]
    assert {case.regime for case in cases} == {regime}
    for case in cases:
        with office.database.read() as connection:
            history = select(tables.case_history.c.to_state).where(tables.case_history.c.case_id == case.case_id)
            states = set(connection.execute(history).scalars())
        with office.desk.new_unit() as unit:
            purposes = {link.purpose for link in unit.links.list_of(case.case_id)}
        assert CaseState.AWAITING_VERIFICATION not in states
        assert case.waits_for is not WaitsFor.IDENTITY_PROOF
        assert LinkPurpose.PROVE_IDENTITY not in purposes
        assert {letter.kind for letter in office.outbox(case)} & ASKING_LETTERS == set()


@pytest.mark.parametrize("kind", sorted(ASKING_LETTERS))
def test_no_letter_can_ask_an_opt_out_for_proof(kind: LetterKind) -> None:
    assert LETTER_TYPES[kind] & set(OPT_OUTS) == set()


@pytest.mark.parametrize("regime", Regime)
@pytest.mark.parametrize("request_type", OPT_OUTS)
def test_no_rule_asks_an_opt_out_for_proof(request_type: RequestType, regime: Regime) -> None:
    levels = {row.level for (kind, law, _), row in LEVELS.items() if (kind, law) == (request_type, regime)}

    assert levels == {IdentityLevel.NONE}
    assert not POLICY[request_type].needs_identity


def test_one_line_of_the_workflow_alone_lets_a_case_wait_for_proof() -> None:
    """A second way into that state would have to be walked above too."""
    files = sorted(Path(bot.workflow.__file__).parent.glob("*.py"))
    calls = [
        path.stem
        for path in files
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node).endswith(".move_to(CaseState.AWAITING_VERIFICATION)")
    ]

    assert calls == ["verification"]
