"""Card numbers and security codes in free text, masked before anything is stored readable."""

import re
from collections.abc import Sequence
from typing import Final

_BLANK: Final = r"[ \t\u00a0\u2009\u202f.\-\u2010-\u2015]"
_GAP: Final = rf"(?:{_BLANK}{{1,3}}|[ \t]?\r?\n[> ]{{0,3}})"
_MASKED_OR_RUN: Final = re.compile(rf"•••• \d{{4}}(?!\d)|(?P<run>\d+(?:{_GAP}\d+)*)")
_DIGITS: Final = re.compile(r"\d+")

_CARD_LENGTHS: Final = range(13, 20)
_CARD_STARTS: Final = frozenset("2345689")
_CARD_GROUPS: Final = frozenset(
    {(4, 4, 4, 4), (4, 6, 5), (4, 6, 4), (4, 4, 4, 1), (4, 4, 4, 2), (4, 4, 4, 3)}
    | {(4, 4, 4, 4, last) for last in (1, 2, 3)}
)
"""How card numbers are printed and typed; the longest run of groups that fits is tried first."""

_CODE_WORDS: Final = (
    r"(?:cvv2?|cvc2?|cvn2?|csc|cav2?|cid|c\.v\.v\.?|c\.v\.c\.?|security (?:code|number)|card (?:code|verification)"
    r"|verification (?:value|number)|(?:3|4|three|four)[ -]digit (?:code|number)|digits on the back"
    r"|kartenpr(?:ü|ue)f(?:nummer|ziffern?|code)|pr(?:ü|ue)f(?:nummer|ziffern?)|sicherheits(?:code|nummer)|kpn"
    r"|cryptogramme(?: visuel)?|code de (?:s[ée]curit[ée]|v[ée]rification)|chiffres au dos"
    r"|c[óo]digo de (?:seguridad|verificaci[óo]n)|codice di (?:sicurezza|verifica)"
    r"|(?:be)?veiligheidscode|beveiligingscode|controle(?:code|getal)|verificatiecode)"
)
_CODE_AFTER_WORD: Final = re.compile(
    rf"(?P<word>(?<!\w){_CODE_WORDS}(?!\w)[^\d\n•]{{0,40}})\d{{3,4}}(?![.,/-]?[\d•])", re.IGNORECASE
)
_CODE_BEFORE_WORD: Final = re.compile(
    rf"(?<![\d•.,/-])(?<!• )\d{{3,4}}(?P<word>[ ,(]{{1,3}}(?:(?:is|as|for|ist|est|es|è)[ ]){{0,1}}"
    rf"(?:(?:the|my|die|der|mein|meine|le|mon|el|mi|il|mio|de|mijn)[ ]){{0,1}}{_CODE_WORDS}(?!\w))",
    re.IGNORECASE,
)
_CODE_AFTER_EXPIRY: Final = re.compile(
    r"(?P<word>•••• \d{4}[ ,;]{1,3}(?:[a-z]{2,10}[.:]? ?)?\d{2} ?/ ?(?:\d{4}|\d{2})[ ,;]{1,3})\d{3,4}(?![.,/-]?[\d•])",
    re.IGNORECASE,
)


def mask_cards(text: str) -> str:
    """The text with card numbers as `•••• 1234` and their security codes as `•••`.

    A number counts as a card when it has 13 to 19 digits, begins as cards do (not with 0, 1 or 7), passes the Luhn
    check and is not written as a telephone number (+…). One in ten other numbers of that shape passes as well and is
    masked: its last four digits stay readable, and that costs less than one card number kept in the clear. Digits
    that touch further digits are never cut; groups are, so that a card beside its expiry date is found. Idempotent.
    """
    masked = _MASKED_OR_RUN.sub(_with_cards_masked, text)
    for pattern in (_CODE_AFTER_WORD, _CODE_AFTER_EXPIRY):
        masked = pattern.sub(r"\g<word>•••", masked)
    return _CODE_BEFORE_WORD.sub(r"•••\g<word>", masked)


def passes_luhn(digits: str) -> bool:
    """ISO/IEC 7812-1, annex B."""
    numbers = [int(digit) for digit in reversed(digits)]
    doubled = (sum(divmod(2 * number, 10)) for number in numbers[1::2])
    return (sum(numbers[::2]) + sum(doubled)) % 10 == 0


def _with_cards_masked(match: re.Match[str]) -> str:
    run = match["run"]
    if run is None or len(run) < _CARD_LENGTHS.start or _is_telephone(match):
        return match.group()
    groups = list(_DIGITS.finditer(run))
    pieces, end = [], 0
    for first, after in _cards(run, groups):
        pieces.append(f"{run[end : groups[first].start()]}•••• {_joined(groups, first, after)[-4:]}")
        end = groups[after - 1].end()
    return "".join(pieces) + run[end:]


def _is_telephone(match: re.Match[str]) -> bool:
    """Written with a plus, and no longer than E.164 allows."""
    return match.string[match.start() - 1 : match.start()] == "+" and sum(map(str.isdigit, match.group())) <= 15


def _cards(run: str, groups: Sequence[re.Match[str]]) -> list[tuple[int, int]]:
    """Which groups, from and up to, make up a card: all of them together, else those grouped as cards are."""
    found: list[tuple[int, int]] = []
    start, end = 0, len(groups)
    while start < end:
        if _is_one_card(run, groups, start, end):
            return [*found, (start, end)]
        card = next(((at, at + size) for at in range(start, end) if (size := _card_size(groups, at))), None)
        if card is None:
            return found
        if _is_one_card(run, groups, start, card[0]):
            found.append((start, card[0]))
        found.append(card)
        start = card[1]
    return found


def _is_one_card(run: str, groups: Sequence[re.Match[str]], start: int, end: int) -> bool:
    """However they are grouped; but lines are not joined, for numbers below each other are a list."""
    if not 0 < end - start <= _CARD_LENGTHS[-1]:
        return False
    return _is_card(_joined(groups, start, end)) and "\n" not in run[groups[start].start() : groups[end - 1].end()]


def _card_size(groups: Sequence[re.Match[str]], at: int) -> int:
    """How many groups from there are grouped as a card and are one; 0 for none."""
    sizes = tuple(len(group.group()) for group in groups[at : at + 5])
    grouped = (size for size in range(len(sizes), 0, -1) if size == 1 or sizes[:size] in _CARD_GROUPS)
    return next((size for size in grouped if _is_card(_joined(groups, at, at + size))), 0)


def _joined(groups: Sequence[re.Match[str]], start: int, end: int) -> str:
    return "".join(group.group() for group in groups[start:end])


def _is_card(digits: str) -> bool:
    """`digits` may be of any script."""
    return len(digits) in _CARD_LENGTHS and str(int(digits[0])) in _CARD_STARTS and passes_luhn(digits)
