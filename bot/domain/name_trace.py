"""Names of people in free text: those we know, and those the text itself announces."""

import re
from collections.abc import Callable, Sequence
from typing import Final

_DOT: Final = "•••"
_WORD: Final = r"[^\W\d_](?:[^\W\d_]|['’-](?=[^\W\d_])){1,40}(?![^\W_]|[•'’-])"
_INITIAL: Final = r"[^\W\d_]\."
_NAME: Final = rf"(?:(?:{_WORD}|{_INITIAL})[ \t]{{1,2}}){{0,3}}{_WORD}"
_A_WORD: Final = re.compile(_WORD)

_INTRODUCED: Final = re.compile(
    r"(?P<before>(?<!\w)(?:my (?:full |first |last |sur)?name(?: is|['’]s|:)|(?:full |first |last )?name ?:"
    r"|mein name (?:ist|lautet)|ich hei(?:ß|ss)e|(?:vor|nach)?name ?:|je m['’]appelle|mon nom est|nom ?:|pr[ée]nom ?:"
    r"|me llamo|mi nombre es|nombre ?:|mi chiamo|il mio nome [eè]|nome ?:|mijn naam is|ik heet|naam ?:)[ \t:]{1,3})"
    rf"(?P<name>{_NAME})",
    re.IGNORECASE,
)
_SAID: Final = re.compile(
    r"(?P<before>(?<!\w)(?:i am|i['’]m|this is|je suis|soy|sono|ik ben"
    r"|mr|mrs|ms|miss|dr|herrn?|frau|mme|mlle|monsieur|madame|sra?|señora?|sig(?:\.ra)?|signora?|dhr|mevr(?:ouw)?|meneer)"
    rf"(?!\w)\.?[ \t]{{1,2}})(?P<name>{_NAME})",
    re.IGNORECASE,
)
_GREETED: Final = re.compile(
    r"(?P<before>^[> \t]{0,8}(?:hi|hello|hey|dear|hallo|liebe[rs]?|sehr geehrte[rs]?|bonjour|ch[eè]re?|hola|estimad[oa]"
    rf"|querid[oa]|ciao|gentile|beste|geachte)[ \t]{{1,2}})(?P<name>{_NAME})(?=[ \t]?[,!.:;\r\n–-]|[ \t]?$)",
    re.IGNORECASE | re.MULTILINE,
)
_SIGNED: Final = re.compile(
    r"(?P<before>(?<!\w)(?:(?:best|kind|warm|with)? ?regards|best wishes|all the best|best|thanks|thank you|many thanks"
    r"|cheers|(?:yours )?(?:sincerely|faithfully|truly)"
    r"|(?:(?:mit )?(?:freundlichen?|besten?|lieben?|herzlichen?|viele) )?gr(?:ü|ue)(?:ß|ss)en?"
    r"|mfg|lg|vielen dank|danke|(?:bien )?cordialement|bien à vous|salutations(?: distinguées)?|merci"
    r"|(?:un )?(?:cordial )?saludos?(?: cordiales)?|atentamente|gracias|(?:cordiali|distinti) saluti|saluti|grazie"
    r"|(?:met )?(?:vriendelijke )?groet(?:en)?|hoogachtend|bedankt)"
    rf"(?:[ \t]?[,.!–-]{{1,2}}[ \t]{{0,3}}|[ \t]{{0,3}}(?:\r?\n[> \t]{{0,8}}){{1,3}})(?:\r?\n[> \t]{{0,8}}){{0,3}})"
    rf"(?P<name>{_NAME}(?:[ \t]{{1,2}}{_INITIAL})?)(?=[ \t]{{0,3}}(?:[,.|(<\r\n]|$|\Z))",
    re.IGNORECASE | re.MULTILINE,
)
_HEADED: Final = re.compile(
    r"(?P<before>^[> \t]{0,8}\*{0,2}(?:from|to|cc|von|an|kopie|de|à|da|a|van|aan|para|par)[ \t]?:\*{0,2}[ \t]{1,3})"
    r"(?P<name>[^<\[\r\n•]{1,80})",
    re.IGNORECASE | re.MULTILINE,
)
_ADDRESSED: Final = re.compile(
    rf"(?<!\w)(?P<name>(?:{_WORD}|{_INITIAL})(?:[ \t]{{1,2}}(?:{_WORD}|{_INITIAL})){{1,3}})"
    r"(?=[\"'”]?[ \t]{0,2}[<(\[](?:mailto:)?[^\s<>()\[\]•]•••@)",
)
_PARTICLES: Final = frozenset({"de", "del", "den", "der", "di", "du", "el", "la", "le", "van", "von"})
_NOT_NAMES: Final = (
    frozenset({"all", "and", "customer", "data", "everyone", "for", "from", "in", "madam", "of", "officer", "please"})
    | {"privacy", "protection", "sir", "sirs", "support", "team", "the", "there", "to", "retailops", "gdpr"}
    | {"damen", "herren", "und", "zusammen", "kundenservice", "datenschutz", "messieurs", "madame", "et"}
    | {"y", "e", "en", "het"}
    | _PARTICLES
)
_REQUESTS: Final = frozenset(
    {"abmelden", "account", "bye", "cancel", "close", "delete", "désabonner", "effacer", "eliminar", "erase"}
) | {"everything", "goodbye", "it", "löschen", "my", "now", "remove", "stop", "supprimer", "unsubscribe", "verwijder"}
"""Words that may stand where a name could, and are what the card has to show."""

_CLOSINGS: Final = (
    frozenset({"best", "kind", "warm", "regards", "wishes", "thanks", "thank", "you", "cheers", "yours", "sincerely"})
    | {"mit", "freundlichen", "freundliche", "beste", "besten", "viele", "liebe", "grüße", "grüßen", "gruß", "danke"}
    | {"cordialement", "merci", "saludos", "saludo", "saluti", "cordiali", "distinti", "met", "vriendelijke", "groet"}
)

_LINKING: Final = frozenset({"and", "und", "et", "y", "e", "en", "i", "ich", "je", "yo", "io", "ik", "but", "please"})


def mask_given_names(text: str, names: Sequence[str]) -> str:
    """Every word of the names as `J•••`, whatever its case; words of three letters or fewer only as written."""
    words = {word for name in names for word in _A_WORD.findall(name)}
    for flag, chosen in (
        (re.IGNORECASE, {word for word in words if len(word) > 3}),
        (re.NOFLAG, {word for word in words if len(word) <= 3}),
    ):
        if chosen:
            pattern = "|".join(sorted(map(re.escape, chosen), key=len, reverse=True))
            text = re.sub(rf"(?<![^\W_])(?:{pattern})(?![^\W_])", _initial, text, flags=flag)
    return text


def mask_introduced_names(text: str) -> str:
    """Names after "my name is", a title, a greeting, a sign-off or "From:", and before an address (masked already)."""
    for pattern, masked in (
        (_HEADED, _listed),
        (_ADDRESSED, _listed),
        (_INTRODUCED, _announced),
        (_SAID, _capitalised),
        (_GREETED, _capitalised),
        (_SIGNED, _signed),
    ):
        text = _replaced(pattern, masked, text)
    return text


def _replaced(pattern: re.Pattern[str], masked: Callable[[re.Match[str]], tuple[str, int]], text: str) -> str:
    """As `sub`, but going on behind what `masked` used up of the name: the next announcement may stand within it."""
    pieces, done = [], 0
    while match := pattern.search(text, done):
        words, used = masked(match)
        pieces += [text[done : match.start("name")], words]
        done = match.start("name") + used
    return "".join(pieces) + text[done:]


def _announced(match: re.Match[str]) -> tuple[str, int]:
    """An announced name may be written small, two words of it; it ends at the first word that joins sentences."""
    kept, masked = match["name"], ""
    while (word := _A_WORD.search(kept)) and word.group().lower() not in _LINKING:
        if masked.count(_DOT) > 1 and not word.group()[0].isupper():
            break
        masked += kept[: word.start()] + _initial(word)
        kept = kept[word.end() :]
    return masked, len(match["name"]) - len(kept)


def _capitalised(match: re.Match[str]) -> tuple[str, int]:
    """The name ends at the first small word that is no part of names."""
    small = (word for word in _A_WORD.finditer(match["name"]) if word.group()[0].islower())
    used = next((word.start() for word in small if word.group() not in _PARTICLES), len(match["name"]))
    return _A_WORD.sub(_initial_of_name, match["name"][:used]), used


def _listed(match: re.Match[str]) -> tuple[str, int]:
    """Every word that begins large."""
    return _A_WORD.sub(_initial_of_name, match["name"]), len(match["name"])


def _signed(match: re.Match[str]) -> tuple[str, int]:
    """What follows a sign-off is a name when its words begin large, or when it is a word or two and the very end."""
    words = [word for word in _A_WORD.findall(match["name"]) if word.lower() not in _NOT_NAMES]
    is_end = len(words) < 3 and not match.string[match.end() :].strip(" .\r\n\t")
    is_other = any(word.lower() in _REQUESTS | _CLOSINGS for word in words)
    if is_other or not (is_end or all(word[0].isupper() for word in words)):
        return "", 0
    return _A_WORD.sub(_initial_unless_common, match["name"]), len(match["name"])


def _initial(word: re.Match[str]) -> str:
    return word.group()[0] + _DOT


def _initial_of_name(word: re.Match[str]) -> str:
    """A word that begins large and is neither an abbreviation nor a word of address."""
    written = word.group()
    is_name = written[0].isupper() and not (written.isupper() and len(written) < 5)
    return _initial_unless_common(word) if is_name else written


def _initial_unless_common(word: re.Match[str]) -> str:
    return word.group() if word.group().lower() in _NOT_NAMES | _REQUESTS else _initial(word)
