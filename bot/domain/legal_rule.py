"""The law's lines on dates as a table, each with its source and the day it came into force."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from bot.domain.legal_clock import (
    Terms,
    Working,
    at_once,
    forty_five_days,
    months,
    thirty_days,
    two_days,
    working_days,
)
from bot.domain.request import Regime, RequestType


class Milestone(StrEnum):
    """What has to be out by the date."""

    ACKNOWLEDGEMENT = "acknowledgement"
    ANSWER = "answer"
    REFUSAL = "refusal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One line of the law: for whom, what, since when, and how its date is worked out.

    `one_click`: it binds a press of a mail program's unsubscribe button only, and then goes before the general rule.
    """

    regimes: frozenset[Regime]
    request_types: frozenset[RequestType]
    milestone: Milestone = Milestone.ANSWER
    in_force_on: date
    terms: Terms
    work: Working
    one_click: bool = False


_EUROPE: Final = frozenset({Regime.GDPR, Regime.VOLUNTARY})
_UK: Final = frozenset({Regime.UK_GDPR})
_CALIFORNIA: Final = frozenset({Regime.CCPA})
_ACCESS: Final = frozenset({RequestType.ACCESS})
_ON_THE_RECORD: Final = frozenset(
    {RequestType.ERASURE, RequestType.ACCESS, RequestType.PORTABILITY, RequestType.RECTIFICATION}
)
_RIGHTS: Final = _ON_THE_RECORD | {RequestType.RESTRICTION}
_OPT_OUTS: Final = frozenset({RequestType.MARKETING_OPT_OUT, RequestType.ADVERTISING_OPT_OUT})
_OUR_PROMISE: Final = frozenset({RequestType.COMPLAINT, RequestType.NOTICE_QUESTION})
_GDPR_APPLIES: Final = date(2018, 5, 25)

RULES: Final[tuple[Rule, ...]] = (
    Rule(
        regimes=_EUROPE,
        request_types=_RIGHTS,
        in_force_on=_GDPR_APPLIES,
        terms=Terms(citation="GDPR art. 12(3)", extendable=True),
        work=months,
    ),
    Rule(
        regimes=_EUROPE,
        request_types=_RIGHTS,
        milestone=Milestone.REFUSAL,
        in_force_on=_GDPR_APPLIES,
        terms=Terms(citation="GDPR art. 12(4), which no extension moves"),
        work=months,
    ),
    Rule(
        regimes=_EUROPE,
        request_types=_OPT_OUTS,
        in_force_on=_GDPR_APPLIES,
        terms=Terms(citation="GDPR art. 21(2) and (3)"),
        work=at_once,
    ),
    # Before the Act no text stops the clock for proof of identity; for clarification the regulator let it stand still.
    Rule(
        regimes=_UK,
        request_types=_RIGHTS - _ACCESS,
        in_force_on=_GDPR_APPLIES,
        terms=Terms(citation="UK GDPR art. 12(3) before 5 Feb 2026", extendable=True),
        work=months,
    ),
    Rule(
        regimes=_UK,
        request_types=_ACCESS,
        in_force_on=_GDPR_APPLIES,
        terms=Terms(citation="UK GDPR art. 12(3) before 5 Feb 2026", pauses=True, extendable=True),
        work=months,
    ),
    Rule(
        regimes=_UK,
        request_types=_RIGHTS - _ACCESS,
        in_force_on=date(2026, 2, 5),
        terms=Terms(citation="UK GDPR art. 12A", starts_at_identity=True, extendable=True),
        work=months,
    ),
    Rule(
        regimes=_UK,
        request_types=_ACCESS,
        in_force_on=date(2026, 2, 5),
        terms=Terms(citation="UK GDPR art. 12A", starts_at_identity=True, pauses=True, extendable=True),
        work=months,
    ),
    Rule(
        regimes=_UK,
        request_types=_OPT_OUTS,
        in_force_on=_GDPR_APPLIES,
        terms=Terms(citation="UK GDPR art. 21(2) and (3); PECR reg. 22"),
        work=at_once,
    ),
    # The Act wants the outcome "without undue delay" and names no day: our own month stands beside the legal 30 days.
    Rule(
        regimes=_UK,
        request_types=frozenset({RequestType.COMPLAINT}),
        milestone=Milestone.ACKNOWLEDGEMENT,
        in_force_on=date(2026, 6, 19),
        terms=Terms(citation="DPA 2018 s.164A; an outcome sent by then needs no separate acknowledgement"),
        work=thirty_days,
    ),
    Rule(
        regimes=_CALIFORNIA,
        request_types=_ON_THE_RECORD,
        milestone=Milestone.ACKNOWLEDGEMENT,
        in_force_on=date(2020, 8, 14),
        terms=Terms(citation="11 CCR §7021(a)"),
        work=working_days(10),
    ),
    Rule(
        regimes=_CALIFORNIA,
        request_types=_ON_THE_RECORD,
        in_force_on=date(2020, 8, 14),
        terms=Terms(citation="11 CCR §7021(b)", extendable=True),
        work=forty_five_days,
    ),
    Rule(
        regimes=_CALIFORNIA,
        request_types=frozenset({RequestType.ADVERTISING_OPT_OUT}),
        in_force_on=date(2020, 8, 14),
        terms=Terms(citation="11 CCR §7026(f): as soon as feasible, at most 15 business days"),
        work=working_days(15),
    ),
    Rule(
        regimes=_CALIFORNIA,
        request_types=frozenset({RequestType.RESTRICTION}),
        in_force_on=date(2023, 3, 29),
        terms=Terms(citation="11 CCR §7027(g), limit the use: as soon as feasible, at most 15 business days"),
        work=working_days(15),
    ),
    Rule(
        regimes=_CALIFORNIA,
        request_types=frozenset({RequestType.MARKETING_OPT_OUT}),
        in_force_on=date(2004, 1, 1),
        terms=Terms(citation="CAN-SPAM, 15 U.S.C. §7704(a)(4)"),
        work=working_days(10),
    ),
    # No law, but what mailbox providers want of who sends in bulk; Europe's "at once" is sooner in any case.
    Rule(
        regimes=_CALIFORNIA,
        request_types=frozenset({RequestType.MARKETING_OPT_OUT}),
        in_force_on=date(2024, 6, 1),
        terms=Terms(citation="the one-click rule of Gmail and Yahoo for bulk senders, RFC 8058"),
        work=two_days,
        one_click=True,
    ),
    Rule(
        regimes=frozenset(Regime),
        request_types=_OUR_PROMISE,
        in_force_on=_GDPR_APPLIES,
        terms=Terms(citation="our own promise, as the law names no day"),
        work=months,
    ),
)
