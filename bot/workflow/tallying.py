"""Tallying: every reading, and every decision about one, is counted by day in the transaction that makes it."""

from collections.abc import Collection
from datetime import date

from bot.domain.classification import Classification
from bot.domain.message import MessageOutcome
from bot.domain.request import RequestType
from bot.domain.tally import DecidedOn, DecisionTally, ReadingTally
from bot.ports.unit_of_work import UnitOfWork
from bot.workflow.desk import Desk


def tally_reading(desk: Desk, unit: UnitOfWork, found: Classification, outcome: MessageOutcome) -> None:
    """What machines send is left out: a flood of it would look as if people wrote differently."""
    if outcome is not MessageOutcome.AUTOMATIC:
        unit.tallies.count_reading(ReadingTally.of(found, _today(desk)))


def tally_decision(
    desk: Desk, unit: UnitOfWork, found: Classification, labels: Collection[RequestType], *, decided_on: DecidedOn
) -> None:
    """What a person chose, beside what the classifier had suggested to them."""
    unit.tallies.count_decision(DecisionTally.of(found, labels, decided_on=decided_on, on=_today(desk)))


def _today(desk: Desk) -> date:
    return desk.clock.now().astimezone(desk.rules.zone).date()
