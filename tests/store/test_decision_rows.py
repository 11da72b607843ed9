"""Decisions, reviews, one-time links, cards, actions, letters and suppressions."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.action import ActionId, ActionState
from bot.domain.card import CardRef, ReviewId
from bot.domain.case import Case, CaseId, PlanHash, StaffId
from bot.domain.decision import Verdict
from bot.domain.identity import SubjectKey
from bot.domain.link import LinkId
from bot.domain.outbox import OutboxId
from bot.domain.request import RequestType
from bot.domain.suppression import Suppression, SuppressionKind
from bot.errors import NotFound
from tests.store.desk_store import DeskStore, OnPostgres, OnSqlite
from tests.store.parallel import at_once
from tests.store.samples import NOW, PLAN, a_decision, a_letter, a_link, a_review, an_action, an_outcome


@pytest.fixture
def case(store: DeskStore) -> Case:
    return store.keep_case()


@pytest.mark.usefixtures("noise")
class DecisionRowsContract:
    def test_a_person_decides_on_a_plan_once(self, store: DeskStore, case: Case) -> None:
        yes, no = a_decision(case.case_id), a_decision(case.case_id, verdict=Verdict.DENIED)

        with store.committing() as unit:
            assert unit.decisions.add(yes)
            assert not unit.decisions.add(no)
            assert unit.decisions.list_of(case.case_id, PLAN) == (yes,)

    def test_of_eight_clicks_of_one_person_one_counts(self, store: DeskStore, case: Case) -> None:
        def click(_: int) -> bool:
            with store.committing() as unit:
                return unit.decisions.add(a_decision(case.case_id))

        assert sum(at_once(8, click)) == 1

    def test_decisions_come_oldest_first_and_belong_to_their_plan(self, store: DeskStore, case: Case) -> None:
        other = PlanHash("b" * 64)
        said = [a_decision(case.case_id, "bram"), a_decision(case.case_id, "amina")]
        void = a_decision(case.case_id, "bram", plan=other)
        with store.committing() as unit:
            assert all(unit.decisions.add(decision) for decision in (*said, void))

        with store.unit() as unit:
            assert unit.decisions.list_of(case.case_id, PLAN) == tuple(said)
            assert unit.decisions.list_of(case.case_id, other) == (void,)
            assert unit.decisions.list_of(case.case_id, None) == (*said, void)


@pytest.mark.usefixtures("noise")
class ReviewRowsContract:
    def test_a_review_comes_back_as_it_was(self, store: DeskStore) -> None:
        review = a_review(store.keep_mail("message-1"))
        with store.committing() as unit:
            unit.reviews.add(review)

        with store.unit() as unit:
            assert unit.reviews.get(review.review_id) == review
            with pytest.raises(NotFound, match="no review review-x"):
                unit.reviews.get(ReviewId("review-x"))

    def test_a_review_is_decided_once(self, store: DeskStore) -> None:
        review = a_review(store.keep_mail("message-1"))
        labels = (RequestType.ERASURE, RequestType.ACCESS)
        decided = replace(review, labels=labels, decided_by=StaffId("amina"), decided_at=NOW)
        with store.committing() as unit:
            unit.reviews.add(review)

        def decide(_: int) -> bool:
            with store.committing() as unit:
                return unit.reviews.decide(decided)

        assert sum(at_once(8, decide)) == 1
        with store.unit() as unit:
            assert unit.reviews.get(review.review_id) == decided

    def test_not_privacy_is_a_decision_too(self, store: DeskStore) -> None:
        review = a_review(store.keep_mail("message-1"))
        decided = replace(review, labels=(), decided_by=StaffId("amina"), decided_at=NOW)
        with store.committing() as unit:
            unit.reviews.add(review)
            assert unit.reviews.decide(decided)
            assert not unit.reviews.decide(decided)
            assert unit.reviews.get(review.review_id).labels == ()


@pytest.mark.usefixtures("noise")
class LinkRowsContract:
    def test_a_link_is_found_by_its_tokens_hash_and_by_its_id(self, store: DeskStore, case: Case) -> None:
        link = a_link(case.case_id)
        with store.committing() as unit:
            unit.links.add(link)

        with store.unit() as unit:
            assert unit.links.find(link.token_hash) == link
            assert unit.links.get(link.link_id) == link
            assert unit.links.find("hash of nobody") is None
            with pytest.raises(NotFound, match="no link link-x"):
                unit.links.get(LinkId("link-x"))

    def test_the_links_of_a_case_are_all_it_ever_had(self, store: DeskStore, case: Case) -> None:
        later = a_link(case.case_id, "link-1", expires_at=NOW + timedelta(days=4))
        sooner = a_link(case.case_id, "link-2", expires_at=NOW - timedelta(days=1))
        with store.committing() as unit:
            unit.links.add(later)
            unit.links.add(sooner)

        with store.unit() as unit:
            assert unit.links.list_of(case.case_id) == (sooner, later)

    def test_a_link_is_used_once_however_many_press_it(self, store: DeskStore, case: Case) -> None:
        link = a_link(case.case_id)
        with store.committing() as unit:
            unit.links.add(link)

        def press(number: int) -> bool:
            with store.committing() as unit:
                return unit.links.use(link.link_id, NOW + timedelta(seconds=number))

        pressed = at_once(8, press)

        assert sum(pressed) == 1
        with store.unit() as unit:
            assert unit.links.get(link.link_id).used_at == NOW + timedelta(seconds=pressed.index(True))
            assert unit.links.get(LinkId("link-noise")).used_at is None


@pytest.mark.usefixtures("noise")
class CardRowsContract:
    def test_every_copy_of_a_card_is_noted_once(self, store: DeskStore) -> None:
        first, second = CardRef("C1", "100.1"), CardRef("C2", "100.2")
        with store.committing() as unit:
            for ref in (second, first, first):
                unit.cards.add("case-1", ref)

        with store.unit() as unit:
            assert unit.cards.list_of("case-1") == (first, second)
            assert unit.cards.list_of("case-2") == ()


@pytest.mark.usefixtures("noise")
class ActionRowsContract:
    def test_actions_come_back_in_the_plans_order(self, store: DeskStore, case: Case) -> None:
        first, second = an_action(case, position=1), an_action(case, "payments", position=2)
        with store.committing() as unit:
            unit.actions.replace(case.case_id, [second, first])

        with store.unit() as unit:
            assert unit.actions.list_of(case.case_id) == (first, second)
            assert unit.actions.list_of(CaseId("case-x")) == ()
            with pytest.raises(NotFound, match="no action action-x"):
                unit.actions.get(ActionId("action-x"))

    def test_a_new_plan_replaces_what_has_not_started(self, store: DeskStore, case: Case) -> None:
        started = replace(an_action(case), state=ActionState.STARTED, attempts=1)
        with store.committing() as unit:
            unit.actions.replace(case.case_id, [an_action(case), an_action(case, "payments", position=2)])
            unit.actions.save(started)

        with store.committing() as unit:
            unit.actions.replace(case.case_id, [an_action(case, "delivery", position=3)])

        with store.unit() as unit:
            assert [action.system for action in unit.actions.list_of(case.case_id)] == ["storefront", "delivery"]
            assert unit.actions.get(started.action_id) == started
            assert len(unit.actions.list_of(CaseId("case-noise"))) == 1

    def test_progress_is_kept_with_its_outcome(self, store: DeskStore, case: Case) -> None:
        action = an_action(case)
        done = replace(
            action, state=ActionState.FINISHED, attempts=3, outcome=an_outcome(), verified_at=NOW, problem="slow"
        )
        with store.committing() as unit:
            unit.actions.replace(case.case_id, [action])
            unit.actions.save(done)

        with store.unit() as unit:
            assert unit.actions.get(action.action_id) == done


@pytest.mark.usefixtures("noise")
class OutboxRowsContract:
    def test_a_letter_comes_back_as_it_was_and_a_cases_letters_oldest_first(self, store: DeskStore, case: Case) -> None:
        newer = a_letter(case.case_id, closes_case=True)
        older = a_letter(case.case_id, "letter-2", created_at=NOW - timedelta(hours=1))
        with store.committing() as unit:
            unit.outbox.add(newer)
            unit.outbox.add(older)

        with store.unit() as unit:
            assert unit.outbox.get(newer.outbox_id) == newer
            assert unit.outbox.list_of(case.case_id) == (older, newer)
            with pytest.raises(NotFound, match="no letter letter-x"):
                unit.outbox.get(OutboxId("letter-x"))

    def test_a_letter_is_marked_sent_once(self, store: DeskStore, case: Case) -> None:
        letter = a_letter(case.case_id)
        with store.committing() as unit:
            unit.outbox.add(letter)

        def mark(_: int) -> bool:
            with store.committing() as unit:
                return unit.outbox.mark_sent(letter.outbox_id, NOW)

        assert sum(at_once(8, mark)) == 1
        with store.unit() as unit:
            assert unit.outbox.get(letter.outbox_id).sent_at == NOW
            assert unit.outbox.get(OutboxId("letter-noise")).sent_at is None


@pytest.mark.usefixtures("noise")
class SuppressionRowsContract:
    def test_a_person_is_suppressed_once_a_kind_since_the_first_time(self, store: DeskStore) -> None:
        person = SubjectKey("s" * 64)
        kinds = (SuppressionKind.RE_IMPORT, SuppressionKind.MARKETING)
        entries = [Suppression(subject_key=person, kind=kind, since=NOW, case_id=CaseId("case-1")) for kind in kinds]
        with store.committing() as unit:
            for entry in (*entries, replace(entries[0], since=NOW + timedelta(days=1))):
                unit.suppressions.add(entry)

        with store.unit() as unit:
            assert unit.suppressions.list_of(person) == (entries[1], entries[0])
            assert unit.suppressions.list_of(SubjectKey("nobody")) == ()


class TestOnSqlite(
    OnSqlite,
    DecisionRowsContract,
    ReviewRowsContract,
    LinkRowsContract,
    CardRowsContract,
    ActionRowsContract,
    OutboxRowsContract,
    SuppressionRowsContract,
):
    """Embedded."""


class TestOnPostgres(
    OnPostgres,
    DecisionRowsContract,
    ReviewRowsContract,
    LinkRowsContract,
    CardRowsContract,
    ActionRowsContract,
    OutboxRowsContract,
    SuppressionRowsContract,
):
    """Shared."""
