"""The letters that answer a short reply: where it stands, and that a case is closed."""

from bot.domain.letter_facts import LetterFacts
from bot.domain.letter_layout import Block, Paragraph
from bot.domain.phrasebook import Phrasebook
from bot.domain.standing import Standing


def status_blocks(facts: LetterFacts, book: Phrasebook) -> list[Block]:
    """One sentence on where it stands, one on the date."""
    blocks: list[Block] = [Paragraph(book.say("status.intro")), Paragraph(book.say(f"standing.{facts.standing}"))]
    if facts.standing is Standing.QUESTION:
        return [*blocks, Paragraph(book.say("information_request.how"))]
    if facts.due_on is None:
        return [*blocks, Paragraph(book.say("status.late"))]
    return [*blocks, Paragraph(book.say("acknowledgement.due", date=book.date(facts.due_on)))]


def closed_blocks(facts: LetterFacts, book: Phrasebook) -> list[Block]:
    """That nothing more happens by itself, and what to do instead."""
    keys = ("closed.intro", "closed.read" if facts.person_reads else "closed.unread", "closed.again")
    return [Paragraph(book.say(key)) for key in keys]
