"""What is looked at again and again: mailbox, portal, and the clocks of open cases."""

import random
from datetime import timedelta
from functools import partial

from bot.bootstrap.outside import PORTAL_NAME, Outside
from bot.settings import Settings
from bot.workflow.intake import Intake
from bot.workflow.reminders import Reminders
from handlers.poller import Poller

_REMINDERS_EVERY = timedelta(minutes=15)


def pollers(settings: Settings, outside: Outside, intake: Intake, reminders: Reminders) -> tuple[Poller, ...]:
    """One for each server that is set, and one for the reminders."""
    found: list[Poller] = []
    if outside.mailbox is not None:
        look = partial(intake.poll_mailbox, outside.mailbox)
        found.append(Poller(name="mailbox", poll=look, pause=settings.poll_every, chance=random.SystemRandom()))
    if outside.portal is not None:
        look = partial(intake.poll_portal, outside.portal, name=PORTAL_NAME)
        found.append(Poller(name="portal", poll=look, pause=settings.portal_poll_every, chance=random.SystemRandom()))
    clocks = Poller(name="reminders", poll=reminders.look, pause=_REMINDERS_EVERY, chance=random.SystemRandom())
    return (*found, clocks)
