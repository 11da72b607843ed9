"""`privacy-desk hold`: who must not be erased for now."""

import argparse
from collections.abc import Iterator, Sequence

from bot.domain.hold import HOLD_REASONS, Hold, HoldKind, HoldReason
from bot.domain.staff import StaffDirectory


def add_hold_commands(hold: argparse.ArgumentParser) -> None:
    """What can be done with holds; what was typed stands in `what`, `case`, `kind`, `reason`, `hold` and `by`."""
    commands = hold.add_subparsers(dest="what", required=True, metavar="WHAT")
    words = "let nothing of somebody be erased until the hold is lifted"
    add = commands.add_parser("add", help=words, description=words)
    whom = add.add_mutually_exclusive_group(required=True)
    whom.add_argument("--case", metavar="NUMBER", help="the person of that case, such as 26-0142")
    whom.add_argument(
        "--ask-address", action="store_true", help="ask for the e-mail address (typed in, so that no history keeps it)"
    )
    add.add_argument("--kind", required=True, choices=[kind.value for kind in HoldKind])
    reasons = "; ".join(f"{kind}: {', '.join(HOLD_REASONS[kind])}" for kind in HoldKind)
    add.add_argument(
        "--reason", required=True, choices=[each.value for each in HoldReason], help=reasons, metavar="CODE"
    )
    words = "let things go on: what was kept for the hold is erased by its timer"
    lift = commands.add_parser("lift", help=words, description=words)
    lift.add_argument("hold", metavar="ID", help="as `list` names it")
    for command in (add, lift):
        command.add_argument("--by", required=True, metavar="STAFF", help="the id of a manager in the staff file")
    words = "show every hold that stands"
    commands.add_parser("list", help=words, description=words)


def describe(holds: Sequence[Hold], staff: StaffDirectory) -> Iterator[str]:
    """One line a hold; nobody is named but who set it."""
    if not holds:
        yield "No hold stands."
    for hold in holds:
        member = staff.find(hold.set_by)
        case = f"case {hold.case_id}" if hold.case_id else f"person {hold.subject_key[:12]}…"
        by = member.name if member else hold.set_by
        yield f"{hold.hold_id}  {hold.kind}  {hold.reason}  {case}  since {hold.set_at:%Y-%m-%d %H:%M} UTC by {by}"
