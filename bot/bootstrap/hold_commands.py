"""The commands around holds."""

import sys
from dataclasses import dataclass

from bot.bootstrap import Service
from bot.domain.case import CaseNumber, StaffId
from bot.domain.hold import HoldId, HoldKind, HoldReason
from bot.domain.identity import EmailAddress
from bot.domain.staff import StaffMember
from handlers.commands.hold import describe
from handlers.commands.terminal import say


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldWords:
    """What was typed."""

    case: str = ""
    kind: str = ""
    reason: str = ""
    hold: str = ""
    by: str = ""


def list_holds(service: Service) -> None:
    """Show every hold that stands."""
    for line in describe(service.holds.list_standing(), service.settings.staff):
        say(line)


def add_hold(service: Service, typed: HoldWords) -> None:
    """Hold the person of a case or, without one, whose address is typed in; raises NotFound or DecisionRefused."""
    by, kind, reason = _member(service, typed), HoldKind(typed.kind), HoldReason(typed.reason)
    if typed.case:
        case_id = service.holds.find_case(CaseNumber(typed.case))
        hold = service.holds.put_on_case(case_id, kind=kind, reason=reason, by=by)
    else:
        say("Whose data? Their e-mail address:")
        address = EmailAddress.parse(sys.stdin.readline())
        hold = service.holds.put_on_address(address, kind=kind, reason=reason, by=by)
    say(f"Hold {hold.hold_id} stands: nothing of this person is erased until it is lifted.")


def lift_hold(service: Service, typed: HoldWords) -> None:
    """End a hold; raises NotFound or DecisionRefused."""
    service.holds.lift(HoldId(typed.hold), by=_member(service, typed))
    say("Lifted. What was kept for this hold alone is erased by its timer.")


def _member(service: Service, typed: HoldWords) -> StaffMember:
    return service.settings.staff.get(StaffId(typed.by))
