"""What is looked at again and again: mailbox, portal, the clocks of open cases, and days that are over."""

import random
from datetime import timedelta
from functools import partial
from typing import Final

from bot.bootstrap.outside import PORTAL_NAME, Outside
from bot.settings import Settings
from bot.workflow.intake import Intake
from bot.workflow.reminders import Reminders
from bot.workflow.sealing import Sealing
from handlers.poller import Poller

_REMINDERS_EVERY: Final = timedelta(minutes=15)
_SEAL_EVERY: Final = timedelta(minutes=10)


def pollers(
    settings: Settings, outside: Outside, intake: Intake, reminders: Reminders, sealing: Sealing
) -> tuple[Poller, ...]:
    """One for each server that is set, one for the reminders and one for the log's roots."""
    chance = random.SystemRandom()
    found: list[Poller] = []
    if outside.mailbox is not None:
        look = partial(intake.poll_mailbox, outside.mailbox)
        found.append(Poller(name="mailbox", poll=look, pause=settings.poll_every, chance=chance))
    if outside.portal is not None:
        look = partial(intake.poll_portal, outside.portal, name=PORTAL_NAME)
        found.append(Poller(name="portal", poll=look, pause=settings.portal_poll_every, chance=chance))
    found.append(Poller(name="reminders", poll=reminders.look, pause=_REMINDERS_EVERY, chance=chance))
    found.append(Poller(name="audit roots", poll=sealing.seal_due, pause=_SEAL_EVERY, chance=chance))
    return tuple(found)
