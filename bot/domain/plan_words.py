"""What an action will do, and did, as a line a person reads before saying yes."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final, assert_never

from bot.domain.action import (
    Action,
    ActionKind,
    ActionOutcome,
    ActionState,
    Kept,
    OutcomeKind,
    RetentionGround,
    SystemName,
)
from bot.domain.written_date import day_and_month

_WILL: Final[Mapping[ActionKind, str]] = {
    ActionKind.ERASE: "erase",
    ActionKind.EXPORT: "copy",
    ActionKind.CORRECT: "correct",
    ActionKind.RESTRICT: "stop using",
    ActionKind.STOP_MARKETING: "stop marketing to",
    ActionKind.STOP_ADVERTISING: "stop ads for",
}

_DID: Final[Mapping[ActionKind, str]] = {
    ActionKind.ERASE: "erased",
    ActionKind.EXPORT: "copied",
    ActionKind.CORRECT: "corrected",
    ActionKind.RESTRICT: "stopped using",
    ActionKind.STOP_MARKETING: "stopped marketing to",
    ActionKind.STOP_ADVERTISING: "stopped ads for",
}

_GROUNDS: Final[Mapping[RetentionGround, str]] = {
    RetentionGround.OPEN_ORDER: "open order",
    RetentionGround.PARCEL_IN_FLIGHT: "parcel on its way",
    RetentionGround.REFUND: "refund",
    RetentionGround.WARRANTY: "warranty",
    RetentionGround.TAX: "tax law",
    RetentionGround.CHARGEBACK: "chargeback",
    RetentionGround.FRAUD_HOLD: "fraud hold",
    RetentionGround.LEGAL_HOLD: "legal hold",
}

_STATES: Final[Mapping[ActionState, str]] = {
    ActionState.PLANNED: "Not started",
    ActionState.STARTED: "Under way",
    ActionState.FAILING: "Failing, we keep trying",
    ActionState.FINISHED: "Done",
    ActionState.NEEDS_PERSON: "Needs a person",
}

_STOP_LIST: Final = "suppression entries"
"""The noun under which systems count the entry that keeps a person out."""

_ONE_OF_MANY: Final = (
    ("ies", "y"),
    ("sses", "ss"),
    ("xes", "x"),
    ("ches", "ch"),
    ("ss", "ss"),
    ("us", "us"),
    ("s", ""),
)
"""How English nouns lose their plural, first match first."""


def by_system(actions: Iterable[Action], titles: Mapping[SystemName, str]) -> list[tuple[str, list[Action]]]:
    """The actions of each system together under its title, systems in the plan's order."""
    ordered = sorted(actions, key=lambda action: action.position)
    systems = dict.fromkeys(action.system for action in ordered)
    return [(_title(system, titles), [one for one in ordered if one.system == system]) for system in systems]


def plan_line(*actions: Action) -> str:
    """`erase 1 profile, 3 addresses · keep 2 invoices until 31 Dec 2032 (tax law)`: actions of one kind together."""
    previews = [action.preview for action in actions]
    counts: Counter[str] = Counter()
    for preview in previews:
        counts.update(preview.counts)
    lists = ["keep on the stop list"] if counts.pop(_STOP_LIST, 0) else []
    acts = [_counted(_WILL[actions[0].instruction.kind], counts)] if counts.total() else []
    stays = [_kept("keep", kept) for preview in previews for kept in preview.kept]
    is_silent = not all(preview.is_known for preview in previews)
    doubt = ["does not answer now; it is asked again before anything is done there"] if is_silent else []
    if not all(preview.is_connected for preview in previews):
        doubt = ["is no longer connected: nothing is done there; connect it again, or do it there by hand"]
    return " · ".join([*acts, *lists, *stays, *doubt]) or "nothing found"


def outcome_line(action: Action) -> str:
    """What happened, in the words of `plan_line`; what is wrong while it has not."""
    if action.outcome is None:
        return action.problem
    return _outcome(action.instruction.kind, action.outcome)


def action_state_words(action: Action) -> str:
    """Where the action stands."""
    return _STATES[action.state]


def _outcome(kind: ActionKind, outcome: ActionOutcome) -> str:
    kept = [_kept("kept", one) for one in outcome.kept]
    match outcome.kind:
        case OutcomeKind.NOTHING_FOUND:
            return "nothing was found"
        case OutcomeKind.RETAINED:
            return " · ".join(kept) or "kept"
        case OutcomeKind.DONE:
            done = _counted(_DID[kind], outcome.counts) if any(outcome.counts.values()) else _DID[kind]
            return " · ".join([done, *kept])
        case _:
            assert_never(outcome.kind)


def _title(system: SystemName, titles: Mapping[SystemName, str]) -> str:
    return titles.get(system) or system.replace("_", " ").capitalize()


def _counted(verb: str, counts: Mapping[str, int]) -> str:
    return f"{verb} {', '.join(_number_of(count, noun) for noun, count in counts.items() if count)}"


def _kept(verb: str, kept: Kept) -> str:
    until = f" until {day_and_month(kept.until)} {kept.until.year}" if kept.until else ""
    return f"{verb} {_number_of(kept.count, kept.what)}{until} ({_GROUNDS[kept.ground]})"


def _number_of(count: int, what: str) -> str:
    """`1 address`, `3 addresses`: systems name what they hold in either number."""
    noun = what.replace("_", " ")
    if count != 1:
        return f"{count} {noun}"
    for many, one in _ONE_OF_MANY:
        if noun.endswith(many):
            return f"1 {noun.removesuffix(many)}{one}"
    return f"1 {noun}"
