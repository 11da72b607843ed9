"""What had to be kept is erased when its time is over."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.action import Action, ActionKind, DataCategory, Kept, RetentionGround
from bot.domain.case import Case
from bot.domain.request import RequestType
from bot.errors import PermanentFailure
from tests.fakes.kill import Killed
from tests.fakes.office import AMINA, BRAM, JUNIPER, Office, opened

INVOICES = Kept(what="invoices", count=2, ground=RetentionGround.TAX, until=date(2026, 12, 31))
PARCEL = Kept(what="parcels", count=1, ground=RetentionGround.PARCEL_IN_FLIGHT)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    for office in opened(tmp_path, systems=["storefront"]):
        only_purchases = {kind: frozenset({DataCategory.PURCHASES}) for kind in ActionKind}
        office.systems["storefront"].abilities = only_purchases
        yield office


def erased(office: Office, *kept: Kept) -> Case:
    office.systems["storefront"].people[JUNIPER].kept = kept
    case = office.planned(RequestType.ERASURE)
    office.approve(case, AMINA, BRAM)
    office.wait(timedelta(hours=73))
    return office.case(case.case_id)


def the_action(office: Office, case: Case) -> Action:
    with office.desk.new_unit() as unit:
        (action,) = unit.actions.list_of(case.case_id)
    return action


def revisits(office: Office) -> int:
    return office.happened().count("kept_data_revisited")


def test_what_was_kept_until_a_day_goes_on_the_next(office: Office) -> None:
    case = erased(office, INVOICES)
    office.systems["storefront"].people[JUNIPER].release(DataCategory.PURCHASES)

    office.clock.moment = office.clock.now().replace(month=12, day=31, hour=12)
    office.work()
    assert revisits(office) == 0
    office.clock.advance(timedelta(days=1))
    office.work()

    outcome = the_action(office, case).outcome
    assert outcome is not None
    assert outcome.kept == ()
    assert outcome.counts == {"profile": 1 + 2}
    assert office.waiting() == []


def test_what_is_kept_until_something_happens_is_looked_at_every_week(office: Office) -> None:
    erased(office, PARCEL)

    office.wait(timedelta(days=15))
    assert revisits(office) == 2
    office.systems["storefront"].people[JUNIPER].release(DataCategory.PURCHASES)
    office.wait(timedelta(days=15))

    assert revisits(office) == 3
    assert office.waiting() == []


@pytest.mark.parametrize("is_after", [False, True])
def test_a_visit_that_runs_again_after_a_kill_counts_once_and_sets_one_timer(office: Office, *, is_after: bool) -> None:
    case = erased(office, PARCEL)
    person = office.systems["storefront"].people[JUNIPER]
    person.records[DataCategory.PURCHASES] = 3
    office.switch.at_commit, office.switch.is_after = office.switch.commits + 1, is_after

    with pytest.raises(Killed):
        office.wait(timedelta(days=8))
    office.revive()
    office.wait(timedelta(hours=1))

    outcome = the_action(office, case).outcome
    assert outcome is not None
    assert outcome.counts == {"profile": 1 + 3}
    assert [name for name, _ in office.waiting()] == ["erase_kept"]


def test_an_erasure_that_kept_nothing_sets_no_timer(office: Office) -> None:
    case = erased(office)

    assert office.waiting() == []
    office.retention.erase_kept(the_action(office, case).action_id)
    assert revisits(office) == 0


def test_a_system_that_is_no_longer_connected_is_named(office: Office) -> None:
    case = erased(office, PARCEL)
    office.clock.advance(timedelta(days=8))

    with pytest.raises(PermanentFailure, match="storefront is no longer connected"):
        replace(office.retention, connectors=()).erase_kept(the_action(office, case).action_id)
    assert office.happened(case)[-1] == "kept_data_out_of_reach"


def kept_letters(office: Office) -> list[str]:
    return [mail.to.value for mail in office.mailer.sent if "the last of them is deleted now" in mail.text]


def test_the_customer_hears_once_when_the_last_of_it_is_gone(office: Office) -> None:
    case = erased(office, INVOICES)
    assert kept_letters(office) == []
    office.systems["storefront"].people[JUNIPER].release(DataCategory.PURCHASES)

    office.wait(timedelta(days=60))
    office.retention.erase_kept(the_action(office, case).action_id)
    office.wait(timedelta(days=400))

    assert kept_letters(office) == [JUNIPER]


def test_nobody_hears_of_it_while_something_else_still_stays(office: Office) -> None:
    erased(office, INVOICES, PARCEL)
    person = office.systems["storefront"].people[JUNIPER]
    person.kept, person.records[DataCategory.PURCHASES] = (PARCEL,), 2

    office.wait(timedelta(days=60))
    assert kept_letters(office) == []
    person.release(DataCategory.PURCHASES)
    office.wait(timedelta(days=60))

    assert kept_letters(office) == [JUNIPER]


def test_the_letter_reaches_them_long_after_the_cases_contents_are_gone(office: Office) -> None:
    case = erased(office, replace(INVOICES, until=date(2031, 12, 31)))
    office.own_data.schedule()
    office.wait(timedelta(days=120))
    assert office.case(case.case_id).contents_erased_at is not None
    office.systems["storefront"].people[JUNIPER].release(DataCategory.PURCHASES)

    office.clock.moment = datetime(2032, 1, 2, 12, tzinfo=UTC)
    office.work()
    assert kept_letters(office) == [JUNIPER]
    office.wait(timedelta(days=3))

    assert office.cases() == []


@pytest.mark.parametrize("jumps", [[400], [1, 399], [37] * 12])
def test_however_time_jumps_what_was_kept_goes_once(office: Office, jumps: list[int]) -> None:
    erased(office, INVOICES)
    office.systems["storefront"].people[JUNIPER].release(DataCategory.PURCHASES)

    for days in jumps:
        office.clock.advance(timedelta(days=days))
        office.work()
        office.work()

    assert revisits(office) == 1
    assert kept_letters(office) == [JUNIPER]


def test_a_timer_that_rings_too_early_erases_nothing_twice(office: Office) -> None:
    case = erased(office, INVOICES)
    deeds = office.systems["storefront"].effects.total()

    office.retention.erase_kept(the_action(office, case).action_id)

    assert office.systems["storefront"].effects.total() == deeds
