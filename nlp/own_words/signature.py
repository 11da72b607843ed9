"""The farewell, the name and contact lines under it, and the line of a telephone: “Sent from my iPhone”."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from nlp.own_words.own_voice import is_spoken

_I: Final = re.IGNORECASE
_MOST_LINES: Final = 10
_WIDEST: Final = 70
_WIDEST_CONTACT: Final = 200

_DEVICE: Final = (
    r"(?:i-?phone|i-?pad|i-?pod|i-?os|mac|macbook|apple|galaxy|samsung|android\w*|mobil\w*|móvil|celular|cellulare|smartphones?"
    r"|smart|phone|handy|telefon\w*|téléphone|teléfono|tablets?|tablette|blackberry|nokia|huawei|xiaomi|redmi|pixel|oneplus"
    r"|motorola|windows|outlook|yahoo|gmx|web\.de|t-online|proton\s?mail|proton|k-9|fairemail|mail|e-mail|app|thunderbird"
    r"|device|gerät|appareil|dispositivo|toestel|computer|laptop|pc|ordinateur|spark|tutanota|tuta|libero|orange)"
)
_EXCUSE: Final = (
    r"(?:\W{1,4}(?:please |pls )?(?:excuse|forgive|sorry|pardon|entschuldig|tippfehler|bitte|veuillez|merci d'excuser"
    r"|excusez|disculp|perdon|scus|excuses|typ(?:o|e)).{0,80})?"
)
DEVICE_LINE: Final = re.compile(
    r"^\s*(?:sent (?:from|with|via|by|using)|get outlook|get \w+ for (?=android|i|mac|windows)"
    r"|von meine[mr]\b|gesendet (?:von|mit|über|aus)|verschickt (?:von|mit)"
    r"|diese (?:nachricht|e-?mail|mail) wurde (?:von|mit)|holen sie sich outlook|outlook (?:für|voor)"
    r"|envoyé (?:de(?:puis)?|avec|à partir)\b|obtenir outlook|télécharge[rz] outlook|provenance : courrier"
    r"|enviado (?:desde|con|a través)\b|obtener outlook|descargar outlook|obtén outlook"
    r"|inviato (?:da|con|dal|dalla|tramite)\b"
    r"|ottieni outlook|scarica outlook|(?:verzonden|verstuurd) (?:vanaf|met|via|van|vanuit)\b|download outlook)"
    rf"(?:[^,;?!]{{0,60}}\b|[^,;?!]{{0,6}}){_DEVICE}\b(?:<[^>\s]{{1,200}}>|[^,;?!\n]){{0,60}}{_EXCUSE}\s*$",
    _I,
)

_CERTAIN: Final = (
    r"(?:(?:with )?(?:kind|kindest|best|warm|warmest|many|friendly)(?: and best)? |with )?(?:regards|rgds|wishes)"
    r"|all the best"
    r"|yours(?:,? (?:truly|sincerely|faithfully|gratefully|aye|ever|etc\.?)|, \w+(?=,))"
    r"|sincerely(?: yours)?|respectfully(?: yours)?"
    r"|(?:mit )?(?:freundliche[mn]?|viele[n]?|beste[nm]?|liebe[nm]?|sch(?:ö|oe)ne[n]?|herzliche[nm]?|sonnige[n]?)"
    r" gr(?:ü|ue|u)(?:ß|ss)(?:en?)?|mfg|cdlt|freundlich gr(?:ü|ue)(?:ß|ss)t|hochachtungsvoll"
    r"|(?:bien |très )?cordialement|bien à vous|(?:sincères |meilleures |cordiales )?salutations(?: distinguées)?"
    r"|(?:reciban? )?un (?:cordial |afectuoso )?saludo|(?:cordiales )?saludos(?: cordiales)?|(?:muy )?atentamente"
    r"|cordialmente"
    r"|(?:le saluda(?:n)?|les saluda)(?: muy)? atentamente|(?:i (?:miei )?più )?cordiali saluti|distinti saluti"
    r"|(?:un )?(?:cordiale )?saluto|saluti|in fede"
    r"|met (?:vriendelijke|hartelijke|beste) groet(?:en)?|mvg|(?:hartelijke |vriendelijke )?groet(?:en)?|groetjes"
    r"|hoogachtend"
)
_CASUAL: Final = (
    r"best|cheers|yours|bye(?: bye)?|lg|vg|gruß|grüße|ciao|tschüss"
    r"|à bientôt|a presto|hasta luego|tot ziens|doei|xx|amitiés"
)
_FROM: Final = r"(?: (?:from|aus|de|da|uit|from sunny) [\w ]{1,25})?"
_NAMES: Final = r"(?:[,.!]*\s+(?-i:[A-ZÀ-Þ][\w.'’-]{0,20})(?:\s(?-i:[A-ZÀ-Þ])[\w.'’-]{0,20}){0,2})?"
FAREWELL: Final = re.compile(rf"^\s*(?:{_CERTAIN})(?:\s*[/|]\s*(?:{_CERTAIN}))?{_FROM}(?:{_NAMES})\s*[,.!]*\s*$", _I)
"""Fills its line; may hold the name."""
CASUAL_FAREWELL: Final = re.compile(
    rf"^\s*(?:(?:{_CASUAL}){_FROM}|(?:best,|cheers,?|lg,?|vg,?|gruß,?|grüße,?|ciao,)(?:{_NAMES}))\s*[,.!]*\s*$", _I
)
"""May be a word of a sentence: only with a name below it, or at the very end."""
FORMAL_FAREWELL: Final = re.compile(
    r"^\s*(?:je vous prie|nous vous prions|veuillez)\b.{0,30}\b(?:agréer|recevoir|croire|accepter)\b.{0,80}"
    r"\b(?:salutations|sentiments|considération|respect)\b.{0,40}$",
    _I,
)
THANKS: Final = re.compile(
    r"^\s*(?:(?:many )?thanks?(?: you)?(?: again| so much| very much| in advance)?|thx"
    r"|(?:vielen |herzlichen )?dank(?:e)?"
    r"(?: im voraus)?|merci(?: beaucoup| d'avance)?|(?:muchas )?gracias(?: de antemano)?|grazie(?: mille)?"
    r"|bedankt|dank (?:u|je)(?: wel)?|alvast bedankt|have a (?:nice|good|great|lovely) (?:day|evening|weekend|week)"
    r"|schönen (?:tag|abend)(?: noch)?|schönes wochenende|bonne (?:journée|soirée)|(?:que tenga )?(?:un )?buen día"
    r"|buona (?:giornata|serata)|(?:een )?fijne (?:dag|avond)(?: nog)?)\s*[,.!]*\s*$",
    _I,
)
_NAME: Final = re.compile(
    r"^\s*[A-ZÀ-Þ][\w.'’-]{0,20}(?:\s(?:(?:van|von|de|der|den|di|da|du|la|le|of|and|und|&)\s)*"
    r"[A-ZÀ-Þ][\w.'’-]{0,20}){0,3}\s*[,.]?\s*$"
)
_NAMED_PLACE: Final = re.compile(r"^\s*[A-ZÀ-Þ][\w.'’-]{1,20}(?: [A-ZÀ-Þ][\w.'’-]{0,20})?\s?[,|] [A-ZÀ-Þ][^.?!]{0,40}$")
_ANSWER: Final = re.compile(
    r"^\s*(?:stop|cancel|delete|remove|unsubscribe|yes|no|ok|none|ja|nein|oui|non|sí|si|no|sì|nee|löschen|abmelden|bitte"
    r"|please)\b",
    _I,
)
_DELIMITER: Final = re.compile(r"^--\s*$")
_POSTSCRIPT: Final = re.compile(r"^\s*(?:p\.? ?s\b|ps:|pd:|p\.d\.|n\.? ?b\.)", _I)
_CONTACT: Final = re.compile(r"[|·•@]|www\.|https?:|\+\d|\btel\b|\d{4,}", _I)


def signature_lines(lines: Sequence[str], *, has_words_above: bool = False) -> Iterator[int]:
    """The lines that are signature; the first line of words never is, unless a telephone wrote it."""
    first = -1 if has_words_above else next((at for at, line in enumerate(lines) if line.strip()), len(lines))
    for at, line in enumerate(lines):
        if not line.strip():
            continue
        if DEVICE_LINE.match(line[:400]):
            yield at
        elif at > first:
            yield from _signature_at(lines, at)


def _signature_at(lines: Sequence[str], at: int) -> Iterator[int]:
    line = lines[at]
    if len(line) > _WIDEST_CONTACT:
        return
    if _DELIMITER.match(line) or (not _runs_on(lines, at) and _is_farewell(lines, at)):
        yield at
        yield from _below(lines, at)
    elif THANKS.match(line) and _is_name_below(lines, at):
        yield from _below(lines, at)


def _is_farewell(lines: Sequence[str], at: int) -> bool:
    if FAREWELL.match(lines[at]) or FORMAL_FAREWELL.match(lines[at]):
        return True
    return CASUAL_FAREWELL.match(lines[at]) is not None and not _goes_on(lines, at)


def _below(lines: Sequence[str], at: int) -> list[int]:
    """The short lines under it, as far as nobody speaks again."""
    found: list[int] = []
    for below in range(at + 1, len(lines)):
        if _POSTSCRIPT.match(lines[below]) or _is_own(lines[below]) or len(found) >= 2 * _MOST_LINES:
            return found
        found.append(below)
    return found


def _runs_on(lines: Sequence[str], at: int) -> bool:
    """Whether the very next line goes on with the sentence: “Give my / best regards / to Nadia, she …”."""
    below = lines[at + 1].split() if at + 1 < len(lines) else []
    return len(below) > 2 and below[0].isalpha() and below[0][0].islower() and lines[at].rstrip()[-1] not in ",.!"


def _goes_on(lines: Sequence[str], at: int) -> bool:
    """Whether a sentence follows, of which this line may be a part."""
    below = next((line for line in lines[at + 1 : at + 4] if line.strip()), "")
    is_named = _NAME.match(below) or DEVICE_LINE.match(below[:400]) or _NAMED_PLACE.match(below)
    return bool(below) and not is_named


def _is_name_below(lines: Sequence[str], at: int) -> bool:
    """A name right under the thanks, and nothing but contact lines from there on."""
    below = [line for line in lines[at + 1 : at + 3] if line.strip()]
    is_named = bool(below) and _NAME.match(below[0]) is not None and not _ANSWER.match(below[0])
    return is_named and sum(bool(line.strip()) for line in lines[at + 1 : at + 40]) <= _MOST_LINES


def _is_own(line: str) -> bool:
    """Long lines are somebody's words, unless they are a row of contact points."""
    if not line.strip() or DEVICE_LINE.match(line[:400]):
        return False
    is_wide = len(line) > (_WIDEST_CONTACT if _CONTACT.search(line[:_WIDEST_CONTACT]) else _WIDEST)
    return is_wide or is_spoken(line)
