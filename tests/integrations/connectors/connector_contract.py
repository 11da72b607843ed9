"""What every connector promises, whatever system stands behind it."""

import itertools

import pytest

from bot.domain.action import (
    Action,
    ActionId,
    ActionKind,
    DataCategory,
    Instruction,
    OutcomeKind,
    Preview,
)
from bot.domain.case import CaseId
from bot.domain.correction import CorrectableField, Correction
from bot.domain.identity import DataSubject, EmailAddress, Identifiers
from bot.errors import TemporaryFailure
from bot.ports.connector import Connector
from integrations.sandbox.systems_world import SystemsWorld

STOPS = frozenset({ActionKind.STOP_MARKETING, ActionKind.STOP_ADVERTISING})
CHANGES = frozenset(ActionKind) - {ActionKind.EXPORT}

_ids = itertools.count(1)


def subject(address: str) -> DataSubject:
    return DataSubject(address=EmailAddress.parse(address))


def instruction(kind: ActionKind, category: DataCategory) -> Instruction:
    correction = Correction(what=CorrectableField.NAME, new="Jolanda Neumann-Testmann")
    return Instruction(kind=kind, category=category, correction=correction if kind is ActionKind.CORRECT else None)


def action(connector: Connector, asked: Instruction, preview: Preview) -> Action:
    return Action(
        action_id=ActionId(f"action-{next(_ids)}"),
        case_id=CaseId("case-1"),
        system=connector.system,
        instruction=asked,
        preview=preview,
        irreversible=connector.is_irreversible(asked.kind),
        position=0,
    )


def planned(connector: Connector, asked: Instruction, whom: DataSubject) -> Action:
    return action(connector, asked, connector.preview(asked, whom))


class ConnectorContract:
    """Subclasses give `connector`, `world`, `known` (somebody it holds much about) and the ability under test."""

    def test_a_known_address_is_found_with_the_address_on_file(self, connector: Connector, known: DataSubject) -> None:
        found = connector.find_subjects(Identifiers(emails=(EmailAddress.parse("nobody@example.org"), known.address)))

        assert [each.address for each in found] == [known.address]

    def test_an_unknown_address_is_nobody(self, connector: Connector) -> None:
        assert connector.find_subjects(Identifiers(emails=(EmailAddress.parse("nobody@example.org"),))) == ()

    def test_a_preview_counts_something_and_changes_nothing(
        self, connector: Connector, world: SystemsWorld, known: DataSubject, asked: Instruction
    ) -> None:
        first = connector.preview(asked, known)
        second = connector.preview(asked, known)

        assert not first.is_empty
        assert first == second
        assert world.effects[connector.system] == 0

    def test_what_was_previewed_is_what_is_done(
        self, connector: Connector, known: DataSubject, asked: Instruction
    ) -> None:
        plan = planned(connector, asked, known)

        outcome = connector.perform(plan, known)

        assert outcome.counts == plan.preview.counts
        assert outcome.kept == plan.preview.kept
        assert outcome.kind is (OutcomeKind.DONE if outcome.counts else OutcomeKind.RETAINED)

    def test_doing_it_twice_changes_nothing_more(
        self, connector: Connector, world: SystemsWorld, known: DataSubject, asked: Instruction
    ) -> None:
        plan = planned(connector, asked, known)
        first = connector.perform(plan, known)
        effects = world.effects[connector.system]

        second = connector.perform(plan, known)

        assert effects == (1 if asked.kind in CHANGES else 0)
        assert world.effects[connector.system] == effects
        assert (second.kind, second.counts) == (first.kind, first.counts)

    def test_what_was_done_reads_back_as_done(
        self, connector: Connector, known: DataSubject, asked: Instruction
    ) -> None:
        plan = planned(connector, asked, known)
        if asked.kind in CHANGES and plan.preview.counts:
            assert not connector.verify(plan, known)

        connector.perform(plan, known)

        assert connector.verify(plan, known)

    def test_others_keep_what_they_have(
        self, connector: Connector, world: SystemsWorld, known: DataSubject, asked: Instruction
    ) -> None:
        others = [str(item) for item in world.holdings if item.email != known.address.value]

        connector.perform(planned(connector, asked, known), known)

        assert [str(item) for item in world.holdings if item.email != known.address.value] == others

    def test_somebody_unknown_is_nothing_found(
        self, connector: Connector, world: SystemsWorld, asked: Instruction
    ) -> None:
        stranger = subject("nobody@example.org")
        plan = planned(connector, asked, stranger)

        outcome = connector.perform(plan, stranger)

        if asked.kind in STOPS:
            # An opt-out of somebody unknown is remembered: tomorrow's import may bring them.
            assert outcome.counts == {"suppression entries": 1}
            return
        assert plan.preview.is_empty
        assert outcome.kind is OutcomeKind.NOTHING_FOUND
        assert world.effects[connector.system] == 0

    def test_a_system_that_is_down_is_a_temporary_failure(
        self, connector: Connector, world: SystemsWorld, known: DataSubject, asked: Instruction
    ) -> None:
        plan = planned(connector, asked, known)
        world.fail_next(connector.system, 500)

        with pytest.raises(TemporaryFailure) as failure:
            connector.perform(plan, known)

        assert known.address.value not in str(failure.value)
        assert world.effects[connector.system] == 0
        connector.perform(plan, known)
        assert connector.verify(plan, known)

    def test_an_answer_lost_after_the_deed_is_one_deed(
        self, connector: Connector, world: SystemsWorld, known: DataSubject, asked: Instruction
    ) -> None:
        plan = planned(connector, asked, known)
        if asked.kind in CHANGES:
            world.lose_next_answers(connector.system)
        else:
            world.fail_next(connector.system, 502)
        with pytest.raises(TemporaryFailure):
            connector.perform(plan, known)

        outcome = connector.perform(plan, known)

        assert world.effects[connector.system] == (1 if asked.kind in CHANGES else 0)
        assert outcome.counts == plan.preview.counts
        assert connector.verify(plan, known)
