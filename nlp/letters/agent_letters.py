"""Who a letter is from when an agent wrote it for somebody else, and by what right it says it asks."""

import re
from typing import Final

from bot.domain.agent import Agent, Authority
from nlp.letters.fields import Fields, reply_address, signature_lines
from nlp.letters.marks import compiled, first, table

_TABLE: Final = table("agents")
_ACTING: Final = compiled(_TABLE["acting"])
_FAMILY: Final = compiled(_TABLE["family"])
_PERMISSION: Final = compiled(_TABLE["permission"])
_POWER: Final = compiled(_TABLE["power_of_attorney"])
_ATTACHED: Final = compiled(_TABLE["attached"])
_NOT_ATTACHED: Final = compiled(_TABLE["not_attached"])
_STRANGER: Final = compiled(_TABLE["stranger"])
_OTHER_TRADES: Final = compiled(_TABLE["other_trades"])

_NEAR: Final = 160
_NAME_AT_MOST: Final = 60
_NAMES: Final = compiled(each.replace("{name}", f"(?P<name>{_TABLE['name']})") for each in _TABLE["names"])
_HOUSE: Final = compiled(_TABLE["house"])


def read_agent(text: str, *, fields: Fields, has_law: bool) -> Agent | None:
    """The agent, None where nobody else speaks, a relative does, or an agent for other things."""
    acting = first(_ACTING, text)
    is_named = "agent" in fields and "name" in fields
    if not (acting or is_named) or (first(_OTHER_TRADES, text) and not has_law):
        return None
    authority = _authority(text)
    is_mandated = authority is not Authority.NOT_SAID
    if first(_FAMILY, text) and not is_mandated:
        return None
    if not (is_mandated or is_named or first(_STRANGER, text) or _is_express(acting)):
        return None
    name = _name(text, fields)
    return Agent(
        name=name,
        is_organisation=bool(name) and (" " not in name or bool(first(_HOUSE, name))),
        reply_to=reply_address(text),
        authority=authority,
        says_attached=is_mandated and _says_attached(text),
    )


def acting_words(text: str) -> str:
    """The words by which a letter speaks for somebody else; a letter of mere fields has none."""
    return " ".join(first(_ACTING, text).split()) or "agent"


def _is_express(acting: str) -> bool:
    return "agent" in acting.lower() or "client" in acting.lower() or "mandant" in acting.lower()


def _authority(text: str) -> Authority:
    if first(_POWER, text):
        return Authority.POWER_OF_ATTORNEY
    return Authority.PERMISSION if first(_PERMISSION, text) else Authority.NOT_SAID


def _says_attached(text: str) -> bool:
    """Whether the mandate and the words for enclosing stand near each other, and not those for sending it later."""
    for pattern in (*_POWER, *_PERMISSION):
        for match in pattern.finditer(text):
            near = text[max(0, match.start() - _NEAR) : match.end() + _NEAR]
            if first(_ATTACHED, near):
                return not first(_NOT_ATTACHED, near)
    return False


def _name(text: str, fields: Fields) -> str:
    named = fields.get("agent", ())
    if named:
        return _cut(named[0])
    for pattern in _NAMES:
        if match := pattern.search(text):
            return _cut(match["name"])
    return next((_cut(line) for line in signature_lines(text) if first(_HOUSE, line)), "")


def _cut(name: str) -> str:
    return re.split(r"[(;|<]|, ", name, maxsplit=1)[0].strip(" .")[:_NAME_AT_MOST]
