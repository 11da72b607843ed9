"""Letters that somebody worded for many people: generators, agents' services, consumer associations' samples."""

from typing import Final

from bot.domain.agent import Agent
from bot.domain.template_letter import TemplateKind, TemplateLetter
from nlp.details.identifiers import addresses_in
from nlp.letters.agent_letters import acting_words, read_agent
from nlp.letters.fields import (
    Fields,
    dateline,
    deadline_in,
    has_full_name,
    has_postal_address,
    labelled,
    reference_in,
    reply_address,
    tokens,
)
from nlp.letters.marks import compiled, first, folded, table
from nlp.letters.requests import Asked, asked_in, names_a_law

_TABLE: Final = table("template_letters")
_KEYS: Final = tuple(_TABLE["keys"])
_TELLING: Final = compiled([*_TABLE["tells_rights"], *_TABLE["to_business"]])
_VETOES: Final = (*_TELLING, *compiled(_TABLE["other_matters"]))
_GENERATOR: Final = compiled(_TABLE["made"]["generator"])
_ASSOCIATION: Final = compiled(_TABLE["made"]["association"])
_STRUCTURE: Final = {name: compiled(patterns) for name, patterns in _TABLE["structure"].items()}

_ENOUGH: Final = 4
"""Marks of structure from which on a letter is worded like one; people who write for themselves show one or two."""

_ENOUGH_FROM_ASSOCIATION: Final = 2
_FIELDS_OF_A_FORM: Final = 3


def read_template(text: str, *, title: str = "") -> TemplateLetter | None:
    """The letter and its fields, None for every other text; `title` is the mail's subject.

    Any text may be given: what stands behind the first pages is not read.
    """
    body, heading = folded(text), folded(title)
    lowered = f"{heading}\n{body}".lower()
    if not any(key in lowered for key in _KEYS):
        return None
    fields = labelled(body)
    asked = asked_in(body, title=heading, fields=fields)
    if not asked.requests or first(_VETOES, body):
        return None
    agent = read_agent(f"{heading}\n{body}", fields=fields, has_law=names_a_law(lowered))
    kind = TemplateKind.AGENT if agent else _kind(body, asked, fields)
    return _letter(kind, asked, agent, fields, title=heading, body=body) if kind else None


def telling_words(text: str) -> str:
    """The words by which a text tells of rights, or asks another business about them, instead of using them."""
    return first(_TELLING, folded(text))


def _kind(body: str, asked: Asked, fields: Fields) -> TemplateKind | None:
    marks = sum(bool(first(patterns, body)) for patterns in _STRUCTURE.values())
    marks += len(fields) >= _FIELDS_OF_A_FORM
    if first(_ASSOCIATION, body) and marks >= _ENOUGH_FROM_ASSOCIATION:
        return TemplateKind.ASSOCIATION
    if not asked.by_article:
        return None
    return TemplateKind.GENERATOR if marks >= _ENOUGH or first(_GENERATOR, body) else None


def _letter(
    kind: TemplateKind, asked: Asked, agent: Agent | None, fields: Fields, *, title: str, body: str
) -> TemplateLetter:
    return TemplateLetter(
        kind=kind,
        articles=asked.articles,
        requests=asked.requests,
        has_full_name=has_full_name(body, fields, house=agent.name if agent else ""),
        has_postal_address=has_postal_address(body, fields),
        emails=addresses_in(body),
        numbers=tokens(fields.get("numbers", ())),
        orders=tokens(fields.get("orders", ())),
        reference=reference_in(title, body, fields),
        dated=dateline(body, fields),
        deadline=deadline_in(body),
        reply_to=reply_address(body),
        agent=agent,
        acting=acting_words(f"{title}\n{body}") if agent else "",
    )
