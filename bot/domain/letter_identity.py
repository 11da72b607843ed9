"""The letters that ask who somebody is, or tell them that somebody asked."""

from bot.domain.letter_layout import Block, Button
from bot.domain.letter_pen import Pen


def identity_request(pen: Pen) -> list[Block]:
    """The link to the address on file."""
    return [
        pen.say("other.asked" if pen.facts.for_another else "identity_request.intro", wish=pen.wish),
        Button(pen.book.say("identity_request.button"), pen.facts.link),
        pen.say("identity_request.link", moment=pen.expiry),
        pen.say("identity_request.stop"),
    ]


def identity_reminder(pen: Pen) -> list[Block]:
    """The same link once more."""
    return [
        pen.say("identity_reminder.intro", wish=pen.wish),
        Button(pen.book.say("identity_request.button"), pen.facts.link),
        pen.say("identity_request.link", moment=pen.expiry),
        pen.say("identity_reminder.ends"),
        pen.say("identity_request.stop"),
    ]


def alert(pen: Pen) -> list[Block]:
    """To the address on file, when somebody wrote from elsewhere; without a link it is too late to stop anything."""
    intro = pen.say("alert.intro", sender=pen.facts.asked_from, wish=pen.wish)
    if not pen.facts.link:
        return [intro, pen.say("alert.at_once")]
    return [
        intro,
        pen.say("alert.proof"),
        Button(pen.book.say("alert.button"), pen.facts.link),
        pen.say("alert.stop"),
        pen.say("alert.yours"),
    ]


def identity_expired(pen: Pen) -> list[Block]:
    """Nobody answered in time."""
    return [
        pen.say("identity_expired.closed", wish=pen.wish),
        pen.say("identity_expired.unchanged"),
        pen.say("identity_expired.again"),
    ]
