"""The commands about the clocks of open cases."""

from bot.bootstrap.commands import open_service
from handlers.commands.clock import describe_applied, describe_breaches, describe_changes
from handlers.commands.terminal import say


def review_clocks(*, applies: bool) -> bool:
    """Print what changed for open cases, and write it if told to; whether every date is right afterwards."""
    with open_service() as service:
        changes = service.clock_review.find_changes()
        for line in describe_changes(changes):
            say(line)
        if changes and applies:
            say(describe_applied(sum(map(service.clock_review.apply, changes))))
    return applies or not changes


def show_breaches() -> bool:
    """Print the cases that will be late as things go; whether there is none."""
    with open_service() as service:
        breaches = service.reminders.list_breaches()
    for line in describe_breaches(breaches):
        say(line)
    return not breaches
