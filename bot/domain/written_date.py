"""Dates and the time left, in English words."""

from datetime import date
from typing import Final

_WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day_and_month(day: date) -> str:
    """`29 Dec`; own names of the months, because those of strftime follow the machine's language."""
    return f"{day.day} {_MONTHS[day.month - 1]}"


def written_date(day: date, today: date | None) -> str:
    """`Tue 29 Dec`, and with its year when that is not today's or today is not known."""
    year = "" if today is not None and today.year == day.year else f" {day.year}"
    return f"{_WEEKDAYS[day.weekday()]} {day_and_month(day)}{year}"


def days_left_in_words(due_on: date, today: date) -> str:
    """`27 days left · due Tue 29 Dec`, `due today`, `2 days overdue`."""
    days = (due_on - today).days
    if days == 0:
        return "due today"
    if days < 0:
        return f"{_days(-days)} overdue"
    return f"{_days(days)} left · due {written_date(due_on, today)}"


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"
