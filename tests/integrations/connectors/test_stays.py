"""Systems that tell facts and leave it to us what has to stay."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.domain.action import ActionKind, DataCategory, Instruction, Kept, OutcomeKind, RetentionGround
from bot.errors import PermanentFailure, TemporaryFailure
from integrations.connectors.catalogue import SHIPPED
from integrations.connectors.declaration import read_declaration
from integrations.connectors.engine import DeclaredConnector
from integrations.connectors.toml_table import WrongDeclaration
from integrations.sandbox.holdings import Holding
from integrations.sandbox.systems_world import SystemsWorld
from tests.integrations.connectors.connector_contract import planned, subject

JOLANDA = subject("jolanda.testmann@example.com")
CHARGES = Instruction(kind=ActionKind.ERASE, category=DataCategory.PAYMENT)
GOOD = (SHIPPED / "payments.toml").read_text(encoding="utf-8")


@pytest.fixture
def payments(connectors: dict[str, DeclaredConnector]) -> DeclaredConnector:
    return connectors["payments"]


def charges(world: SystemsWorld) -> Iterator[Holding]:
    yield from (item for item in world.held("payments", email=JOLANDA.address.value) if item.kind == "charges")


def test_what_a_system_says_itself_counts_for_nothing_where_it_tells_facts(
    payments: DeclaredConnector, world: SystemsWorld
) -> None:
    for item in world.held("payments", email=JOLANDA.address.value):
        item.kept_for, item.kept_until = "chargeback_window", date(2099, 1, 1)

    preview = payments.preview(CHARGES, JOLANDA)

    assert preview.counts == {"cards": 1, "charges": 1}
    assert [item.until for item in preview.kept] == [date(2027, 3, 23), date(2026, 12, 25)]


def test_a_dispute_keeps_a_charge_that_could_have_gone(payments: DeclaredConnector, world: SystemsWorld) -> None:
    oldest = list(charges(world))[-1]
    oldest.fact = "disputed"

    outcome = payments.perform(planned(payments, CHARGES, JOLANDA), JOLANDA)

    assert outcome.counts == {"cards": 1}
    assert Kept(what="charges", count=1, ground=RetentionGround.CHARGEBACK) in outcome.kept
    assert oldest in world.holdings


def test_a_refund_under_way_keeps_its_charge(payments: DeclaredConnector, world: SystemsWorld) -> None:
    newest = next(charges(world))
    newest.fact = "refunding"

    kept = payments.preview(CHARGES, JOLANDA).kept

    assert Kept(what="charges", count=1, ground=RetentionGround.REFUND) in kept


def test_a_fact_nobody_knows_stops_the_deed(payments: DeclaredConnector, world: SystemsWorld) -> None:
    plan = planned(payments, CHARGES, JOLANDA)
    next(charges(world)).fact = "frozen"

    with pytest.raises(PermanentFailure, match=r"Payments: .* does not know"):
        payments.perform(plan, JOLANDA)
    assert world.effects["payments"] == 0


def test_a_deed_whose_answer_was_lost_is_found_done_even_when_more_may_go_on_the_next_day(
    payments: DeclaredConnector, world: SystemsWorld
) -> None:
    plan = planned(payments, CHARGES, JOLANDA)
    world.lose_next_answers("payments")
    with pytest.raises(TemporaryFailure):
        payments.perform(plan, JOLANDA)
    world.today = date(2026, 12, 26)

    outcome = payments.perform(plan, JOLANDA)

    assert outcome.kind is OutcomeKind.DONE
    assert outcome.counts == {"charges": 1}
    assert len(list(charges(world))) == 1
    assert payments.verify(plan, JOLANDA)


def test_a_system_that_left_too_much_does_not_read_back_as_done(
    payments: DeclaredConnector, world: SystemsWorld
) -> None:
    plan = planned(payments, CHARGES, JOLANDA)
    payments.perform(plan, JOLANDA)
    assert payments.verify(plan, JOLANDA)

    next(charges(world)).fact_on = world.today - timedelta(days=121)

    assert not payments.verify(plan, JOLANDA)


def test_the_day_is_the_desks_and_not_the_systems(payments: DeclaredConnector) -> None:
    later = replace(payments, today=lambda: date(2027, 3, 24))

    assert payments.preview(CHARGES, JOLANDA).kept
    assert later.preview(CHARGES, JOLANDA).kept == ()


@pytest.mark.parametrize(
    ("right", "wrong", "complaint"),
    [
        ('keep = "$keep"', 'all = "yes"', r"does not say which to \$keep"),
        ('counts = "holds"\nfacts = "facts"\n\n[export]', 'facts = "facts"\n\n[export]', "both need facts and counts"),
        ('charged = "charged"', 'charged = "mood"', "facts.words.charged must be one of"),
        ('ref = "id"', "", "facts.ref is missing"),
    ],
)
def test_a_file_that_would_erase_too_much_is_refused(tmp_path: Path, right: str, wrong: str, complaint: str) -> None:
    assert right in GOOD
    path = tmp_path / "payments.toml"
    path.write_text(GOOD.replace(right, wrong, 1), encoding="utf-8")

    with pytest.raises(WrongDeclaration, match=complaint):
        read_declaration(path)


def test_facts_need_a_table_that_reads_them(tmp_path: Path) -> None:
    blocks = GOOD.split("\n[")
    path = tmp_path / "payments.toml"
    path.write_text("\n[".join(block for block in blocks if not block.startswith("facts")), encoding="utf-8")

    with pytest.raises(WrongDeclaration, match=r"there is no \[facts\] table"):
        read_declaration(path)
