"""A letter that a generator, an agent's service or an association's sample wrote: what its fields say."""

from dataclasses import dataclass, field
from enum import StrEnum

from bot.domain.agent import Agent
from bot.domain.identity import EmailAddress
from bot.domain.request import RequestType


class TemplateKind(StrEnum):
    """Who worded the letter."""

    GENERATOR = "generator"
    ASSOCIATION = "association"
    AGENT = "agent"


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateLetter:
    """What a worded-for-many letter says, as written.

    `articles` are those it names ("GDPR 17", "CCPA 1798.105"), `requests` what it asks by them or in plain words.
    `numbers` are customer and account numbers, `orders` order numbers. `dated` and `deadline` are its own words: the
    law counts from receipt, and no letter can shorten what the law gives. `acting` are the words by which an agent
    speaks for somebody else.
    """

    kind: TemplateKind
    articles: tuple[str, ...] = ()
    requests: tuple[RequestType, ...] = ()
    has_full_name: bool = False
    has_postal_address: bool = False
    emails: tuple[EmailAddress, ...] = ()
    numbers: tuple[str, ...] = field(default=(), repr=False)
    orders: tuple[str, ...] = field(default=(), repr=False)
    reference: str = field(default="", repr=False)
    dated: str = field(default="", repr=False)
    deadline: str = field(default="", repr=False)
    reply_to: EmailAddress | None = None
    agent: Agent | None = None
    acting: str = field(default="", repr=False)
