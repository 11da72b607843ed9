"""`privacy-desk deadline`: a legal date with every step that led to it."""

import argparse
import json
from dataclasses import dataclass
from datetime import date

from bot.domain.deadline import deadline
from bot.domain.legal_clock import ClockFacts, ImpossibleFacts, Pause
from bot.domain.request import Regime, RequestType


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineQuestion:
    """What was typed."""

    regime: Regime
    request_type: RequestType
    received: date
    country: str | None
    identity_proved: date | None
    asked: date | None
    answered: date | None
    extended: bool
    one_click: bool = False

    @property
    def pauses(self) -> tuple[Pause, ...]:
        """The clarification, if there was one; raises ImpossibleFacts for an answer to nothing."""
        if self.asked is not None:
            return (Pause(asked_on=self.asked, answered_on=self.answered),)
        if self.answered is not None:
            raise ImpossibleFacts("A clarification was answered that was never asked for: give the day it was asked.")
        return ()


def answer_deadline(question: DeadlineQuestion) -> str:
    """JSON: {"ack_due_on", "due_on", "explanation"}; raises UserError for impossible facts."""
    facts = ClockFacts(
        received_on=question.received,
        country=question.country,
        identity_proved_on=question.identity_proved,
        pauses=question.pauses,
        extended=question.extended,
        one_click=question.one_click,
    )
    worked = deadline(question.regime, question.request_type, facts)
    answer = {
        "ack_due_on": worked.ack_due_on.isoformat() if worked.ack_due_on else None,
        "due_on": worked.due_on.isoformat(),
        "explanation": list(worked.explanation),
    }
    return json.dumps(answer, ensure_ascii=False)


def question_of(typed: argparse.Namespace) -> DeadlineQuestion:
    """What was typed, as a question."""
    return DeadlineQuestion(
        regime=Regime(typed.regime),
        request_type=RequestType(typed.type),
        received=typed.received,
        country=typed.country,
        identity_proved=typed.identity_proved,
        asked=typed.asked,
        answered=typed.answered,
        extended=typed.extended,
        one_click=typed.one_click,
    )
