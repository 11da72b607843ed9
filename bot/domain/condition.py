"""What a customer asked to wait for; the legal date does not wait with it."""

from datetime import date, datetime, time, tzinfo

from bot.domain.case import Case


def is_for_people(case: Case) -> bool:
    """Whether the wait ends with something that no calendar knows, so that who approves has to say it happened."""
    return bool(case.payload.condition) and case.not_before is None


def earliest_start(case: Case, zone: tzinfo) -> datetime | None:
    """The first moment of the day before which nothing may be done; None when no day was named."""
    return datetime.combine(case.not_before, time(), zone) if case.not_before else None


def reaches_beyond_the_law(case: Case) -> bool:
    """Whether waiting as asked would break the legal date: a person has to agree another day, or answer before."""
    return case.not_before is not None and case.not_before > legal_date(case)


def legal_date(case: Case) -> date:
    """The date by which the law wants an answer, as it stands now."""
    return case.extended_until or case.due_on
