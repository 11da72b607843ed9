"""What was done, system by system, in the customer's words."""

from collections.abc import Callable, Mapping, Sequence

from bot.domain.action import Kept
from bot.domain.correction import Correction
from bot.domain.letter_facts import SystemResult
from bot.domain.letter_layout import Listing, Paragraph
from bot.domain.phrasebook import Phrasebook


def found_nothing(results: Sequence[SystemResult]) -> bool:
    """Whether every system finished and none held anything."""
    return all(result.is_empty for result in results)


def erased_blocks(results: Sequence[SystemResult], book: Phrasebook) -> list[Listing]:
    """Deleted, kept and why, nothing there."""
    return _listings(
        results, book, lambda result: [*_items("lines.deleted", result.counts, book), *_kept(result, book)]
    )


def included_blocks(results: Sequence[SystemResult], book: Phrasebook) -> list[Listing]:
    """What the copy holds."""
    return _listings(results, book, lambda result: _items("lines.included", result.counts, book))


def set_aside_blocks(results: Sequence[SystemResult], book: Phrasebook) -> list[Listing]:
    """What is stored and no longer used, and what still has to be used."""

    def lines(result: SystemResult) -> list[str]:
        used = [_kept_line("lines.still_used", kept, book) for kept in result.kept]
        return [*_items("lines.set_aside", result.counts, book), *used]

    return _listings(results, book, lines)


def corrected_blocks(results: Sequence[SystemResult], correction: Correction | None, book: Phrasebook) -> list[Listing]:
    """Old and new values, as each system showed them."""

    def lines(result: SystemResult) -> list[str]:
        changes = [_change(old, new, correction, book) for old, new in dict.fromkeys(result.corrections)]
        return changes or _items("lines.corrected_items", result.counts, book)

    return _listings(results, book, lines)


def stopped_blocks(results: Sequence[SystemResult], book: Phrasebook) -> list[Listing]:
    """Where it was stopped; systems that hold nothing are left out, since nobody needs to know."""
    touched = [result for result in results if not result.is_empty]
    return _listings(touched, book, lambda result: [book.say("lines.stopped")] if result.counts else [])


def unfinished_blocks(results: Sequence[SystemResult], book: Phrasebook) -> list[Paragraph]:
    """One honest sentence if something still fails."""
    names = [book.system(result.system, result.title) for result in results if result.is_unfinished]
    return [Paragraph(book.say("unfinished.some", systems=book.enumeration(names)))] if names else []


def _listings(
    results: Sequence[SystemResult], book: Phrasebook, lines_of: Callable[[SystemResult], list[str]]
) -> list[Listing]:
    return [
        Listing(book.system(result.system, result.title), tuple(_with_state(result, lines_of(result), book)))
        for result in results
    ]


def _with_state(result: SystemResult, lines: list[str], book: Phrasebook) -> list[str]:
    if result.is_unfinished:
        return [*lines, book.say("lines.unfinished")]
    return lines or [book.say("lines.nothing")]


def _items(key: str, counts: Mapping[str, int], book: Phrasebook) -> list[str]:
    return [book.say(key, items=book.counts(counts))] if counts else []


def _kept(result: SystemResult, book: Phrasebook) -> list[str]:
    return [_kept_line("lines.kept", kept, book) for kept in result.kept]


def _kept_line(key: str, kept: Kept, book: Phrasebook) -> str:
    items, ground = book.count(kept.what, kept.count), book.say(f"grounds.{kept.ground}")
    if kept.until is None:
        return book.say(key, items=items, ground=ground, end=book.say(f"ends.{kept.ground}"))
    return book.say(f"{key}_until", items=items, ground=ground, date=book.date(kept.until))


def _change(old: str, new: str, correction: Correction | None, book: Phrasebook) -> str:
    field = book.say(f"fields.{correction.what}") if correction else ""
    now = " ".join(new.split())
    before = " ".join(old.split())
    if not field:
        return f"{before} → {now}" if before else now
    key = "lines.corrected" if before else "lines.corrected_new"
    return book.say(key, field=field, new=now, **({"old": before} if before else {}))
