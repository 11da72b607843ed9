"""Time as the pages say it: in the desk's own zone and in words."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from bot.domain.written_date import days_left_in_words, written_date
from bot.ports.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class WallClock:
    """The clock on the office's wall."""

    clock: Clock
    zone: tzinfo = UTC

    def today(self) -> date:
        """The calendar day here."""
        return self.clock.now().astimezone(self.zone).date()

    def day(self, on: date) -> str:
        """`Tue 29 Dec`, with the year when it is another."""
        return written_date(on, self.today())

    def moment(self, at: datetime) -> str:
        """`today 10:42`, `yesterday 17:05`, `Fri 20 Nov 09:12`."""
        local, today = at.astimezone(self.zone), self.today()
        time = f"{local:%H:%M}"
        if local.date() == today:
            return f"today {time}"
        if local.date() == today - timedelta(days=1):
            return f"yesterday {time}"
        return f"{written_date(local.date(), today)} {time}"

    def time_left(self, due_on: date) -> str:
        """`27 days left · due Tue 29 Dec`."""
        return days_left_in_words(due_on, self.today())

    def urgency(self, due_on: date) -> str:
        """How near the date is, as a word the style sheet colours; the text beside it says it too."""
        days = (due_on - self.today()).days
        if days < 0:
            return "overdue"
        return "soon" if days <= 7 else "calm"
