"""Where old correspondence begins in a mail, and how far it goes."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from nlp.own_words.attribution import QUOTED_LINE, attribution_length, is_run_into_quote
from nlp.own_words.header_block import starts_header_block

_I: Final = re.IGNORECASE
_LONGEST_HEAD: Final = 400
_WRAPPED_AT: Final = 66
_SHORT_REST: Final = 40
_SHORT_ITEM: Final = 60
_MOST_ITEMS: Final = 12
_MOST_LISTS: Final = 3

_DIVIDER: Final = re.compile(
    r"^\s*[-_*=<‐‑–—]{2,}\s*(?:original|forwarded|ursprüngliche|weitergeleitete|message d['’]origine|message original"
    r"|mail original|message transféré|message transmis|mensaje (?:original|reenviado)|messaggio originale"
    r"|messaggio inoltrato"
    r"|oorspronkelijk|doorgestuurd|urspr\.|原始邮件|original-nachricht|reply message).*$"
    r"|^\s*-{2,} (?:on|am|le|el|il|op)\b.{10,200}@.{3,120} -{2,}\s*$"
    r"|^\s*(?:begin forwarded message|anfang der weitergeleiteten (?:nachricht|e-mail)"
    r"|début du (?:message|courriel) (?:réexpédié|transféré)"
    r"|inizio (?:del )?messaggio inoltrato|inicio del mensaje reenviado|begin (?:van )?(?:het )?doorgestuurde? bericht)"
    r"\s*:?\s*$",
    _I,
)
_REPLY_ABOVE: Final = re.compile(
    r"^[\s>]*(?:##-.{5,120}-##\s*$"
    r"|[-=#_~]{2,}.{0,40}\b(?:above this line|oberhalb dieser zeile|über dieser zeile|au-dessus de cette ligne"
    r"|por encima de esta línea|encima de esta línea|sopra questa riga|boven deze regel)\b)",
    _I,
)
_FORWARDED: Final = re.compile(r"forward|weitergeleitet|transf|transmis|réexpédi|reenviado|inoltrato|doorgestuurd", _I)
_ANSWERS_INSIDE: Final = re.compile(
    r"(?:\b(?:my|our) |^\W*(?:see |please see )?)(?:answers|comments|replies|responses|notes)\b.{0,30}"
    r"\b(?:below|inline|in[- ]line|in (?:the )?text|in red|in blue|in bold|in capitals|in caps)\b"
    r"|(?:\b(?:meine|unsere) |^\W*(?:siehe )?)(?:antworten|anmerkungen|kommentare)\b.{0,30}"
    r"\b(?:unten|im text|in rot|in blau|fett|in großbuchstaben)\b"
    r"|(?:\b(?:mes|nos) |^\W*(?:voir )?)(?:réponses|commentaires)\b.{0,30}"
    r"\b(?:ci-dessous|dans le texte|en rouge|en bleu|en gras|en majuscules)\b"
    r"|(?:\b(?:mis|nuestr[ao]s) |^\W*)(?:respuestas|comentarios)\b.{0,30}"
    r"\b(?:abajo|más abajo|en el texto|en rojo|en azul|en mayúsculas)\b"
    r"|(?:\b(?:mie|nostre|miei|nostri) |^\W*)(?:risposte|commenti)\b.{0,30}"
    r"\b(?:sotto|qui sotto|nel testo|in rosso|in blu|in maiuscolo)\b"
    r"|(?:\b(?:mijn|onze) |^\W*(?:zie )?)(?:antwoorden|opmerkingen)\b.{0,30}"
    r"\b(?:hieronder|in de tekst|in rood|in blauw|in hoofdletters)\b",
    _I,
)
_SPEAKS_OF_YOU: Final = re.compile(
    r"\b(?:you|your|yours|sie|ihre?[mnrs]?|ihnen|vous|votre|vos|ustedes|usted|su|sus|vosotros|vostr[aeio]|voi|u|uw|jullie"
    r"|jij|je|wrote|write|said|says|asked|quote|mails?|e-mails?|message|letter|answers?|repl(?:y|ies)|responses?|questions?|antwort\w*|frage\w*|réponses?|questions?"
    r"|respuestas?|preguntas?|rispost[ae]|domand[ae]|antwoord\w*|vra(?:ag|gen)|schrieb|nachricht|message|mensaje|correo"
    r"|messaggio|bericht)\b",
    _I,
)


def history(lines: Sequence[str]) -> Iterator[tuple[int, int, bool]]:
    """From, to (not included), and whether it is passed on rather than answered; stretches may touch."""
    wrapped = _wrapped_rests(lines)
    own_items = _own_items(lines)
    has_words_above, answers_inside = False, False
    index = 0
    while index < len(lines):
        line = lines[index][:_LONGEST_HEAD]
        end = _end_of_unmarked(lines, index, line, has_words_above=has_words_above)
        if end and not answers_inside:
            yield index, len(lines), _DIVIDER.match(line) is not None and _FORWARDED.search(line) is not None
            return
        length = 0 if end else _length_above_quote(lines, index)
        if _REPLY_ABOVE.match(line):
            length = 1
        if length or index in wrapped or (QUOTED_LINE.match(line) and index not in own_items):
            yield index, index + max(1, length), False
        elif line.strip():
            has_words_above = True
            answers_inside = answers_inside or _ANSWERS_INSIDE.search(line) is not None
        index += max(1, length)


def _end_of_unmarked(lines: Sequence[str], index: int, line: str, *, has_words_above: bool) -> bool:
    """All below this line is an earlier mail, though no sign before its lines says so."""
    if not line.strip():
        return False
    if _DIVIDER.match(line):
        return True
    if has_words_above and (_REPLY_ABOVE.match(line) or starts_header_block(lines, index)):
        return True
    length = attribution_length(lines, index)
    if not length or is_run_into_quote(line):
        return length > 0
    below = next((under for under in lines[index + length : index + length + 3] if under.strip()), "")
    is_certain = has_words_above or any("@" in part for part in lines[index : index + length])
    return is_certain and not QUOTED_LINE.match(below)


def _length_above_quote(lines: Sequence[str], index: int) -> int:
    """How many lines introduce the marked quote below them; without one, they are somebody's own words."""
    length = attribution_length(lines, index)
    below = next((under for under in lines[index + length : index + length + 3] if under.strip()), "")
    return length if not below or QUOTED_LINE.match(below) else 0


def _wrapped_rests(lines: Sequence[str]) -> frozenset[int]:
    """Second halves of long quoted lines that a mail program broke in two; they lost their sign."""
    return frozenset(
        at + 1
        for at, (above, line) in enumerate(pairwise(lines))
        if len(above) >= _WRAPPED_AT
        and QUOTED_LINE.match(above)
        and 0 < len(line.strip()) < _SHORT_REST
        and line[:1].islower()
        and at + 2 < len(lines)
        and QUOTED_LINE.match(lines[at + 2])
    )


def _own_items(lines: Sequence[str]) -> frozenset[int]:
    """Lists that the writer drew with “>”: a few short lines under “I tried:”, in a mail that answers nothing."""
    runs = list(_quoted_runs(lines))
    if len(runs) > _MOST_LISTS or not all(_is_own_list(lines, start, end) for start, end in runs):
        return frozenset()
    return frozenset(index for start, end in runs for index in range(start, end))


def _is_own_list(lines: Sequence[str], start: int, end: int) -> bool:
    above = next((line for line in lines[max(0, start - 2) : start][::-1] if line.strip()), "")
    if not above.rstrip().endswith(":") or _SPEAKS_OF_YOU.search(above[:_LONGEST_HEAD]):
        return False
    items = [line.strip() for line in lines[start:end] if line.strip()]
    is_short = len(items) <= _MOST_ITEMS and all(len(item) < _SHORT_ITEM for item in items)
    return is_short and not any(item.startswith(">>") or item.endswith("?") for item in items)


def _quoted_runs(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    start = None
    for index in range(len(lines) + 1):
        is_quoted = index < len(lines) and QUOTED_LINE.match(lines[index]) is not None
        if is_quoted and start is None:
            start = index
        if not is_quoted and start is not None:
            yield start, index
            start = None
