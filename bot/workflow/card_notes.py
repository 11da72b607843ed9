"""What makes a case unlike others of its kind, for its card: one labelled line each."""

from datetime import date, tzinfo
from typing import Final

from bot.domain.card import CardLine
from bot.domain.case import Case
from bot.domain.case_clock import clock_facts, explanation, may_pause, started_on
from bot.domain.condition import is_for_people, legal_date, reaches_beyond_the_law
from bot.domain.redaction import excerpt
from bot.domain.written_date import written_date

_WORDS: Final = 90


def card_notes(case: Case, today: date, zone: tzinfo) -> tuple[CardLine, ...]:
    """The lines above the plan."""
    while_open = (*_taken_back(case), *_clock(case, zone), *_wait(case, today)) if case.is_open else ()
    return (*_about(case), *while_open)


def confirmation(case: Case) -> str:
    """What a person says by approving, beyond yes to the plan; empty for most cases."""
    if not is_for_people(case):
        return ""
    words = _quoted(case, case.payload.condition)
    return f"They asked us to wait: “{words}”. Has that happened, or is there nothing to wait for?"


def start_words(case: Case) -> str:
    """When approved work begins, where the customer named a day."""
    return f"Starts no earlier than {written_date(case.not_before, None)}, as they asked" if case.not_before else ""


def _about(case: Case) -> tuple[CardLine, ...]:
    if case.payload.about is None:
        return ()
    words = excerpt(case.payload.about.words, (), limit=_WORDS)
    note = CardLine("For", f"somebody else (“{words}”). Nothing found about them goes to the writer.")
    agent = case.payload.about.agent
    return (note, CardLine("Asked by", f"an agent: {agent.masked} – {agent.paper_words}")) if agent else (note,)


def _taken_back(case: Case) -> tuple[CardLine, ...]:
    if not case.payload.taken_back:
        return ()
    said = f"The customer takes the request back: “{_quoted(case, case.payload.taken_back)}”."
    what = "Close it, or go on if they mean something else." if case.may_be_withdrawn else "The work has begun already."
    return (CardLine("Taken back", f"{said} {what}"),)


def _clock(case: Case, zone: tzinfo) -> tuple[CardLine, ...]:
    """How the legal date came about, where something moved it; the case page shows it for every case."""
    facts = clock_facts(case, zone)
    has_stood_still = bool(facts.pauses) and may_pause(case, zone)
    if not (has_stood_still or facts.extended or started_on(case, zone) != facts.received_on):
        return ()
    return (CardLine("Clock", " ".join(explanation(case, zone))),)


def _wait(case: Case, today: date) -> tuple[CardLine, ...]:
    words = f"“{_quoted(case, case.payload.condition)}”" if case.payload.condition else ""
    if case.not_before is not None:
        day = written_date(case.not_before, today)
        because = f", because they wrote {words}" if words else ""
        return (CardLine("Not before", f"{day}{because}. {_law(case, today)}"),)
    if words:
        return (CardLine("Not before", f"{words}. Approve once that has happened. {_law(case, today)}"),)
    return ()


def _law(case: Case, today: date) -> str:
    due = written_date(legal_date(case), today)
    if reaches_beyond_the_law(case):
        return f"That is after the legal date, which stays {due}: agree on a day with the customer before then."
    return f"The legal date stays {due}."


def _quoted(case: Case, words: str) -> str:
    name = case.payload.subject.name
    return excerpt(words, (), limit=_WORDS, names=(name.value,) if name else ())
