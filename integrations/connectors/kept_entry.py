"""How an answer tells what stays, or the facts from which we work that out."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.action import RetentionGround
from bot.domain.retention import Fact
from integrations.connectors.toml_table import TomlTable


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptEntry:
    """`grounds` maps the system's reasons to ours."""

    what: str
    count: str
    ground: str
    until: str
    grounds: Mapping[str, RetentionGround]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactEntry:
    """How an answer tells facts of single records; `facts` maps the system's words to ours."""

    ref: str
    what: str
    fact: str
    on: str
    country: str
    facts: Mapping[str, Fact]


def read_kept_entry(table: TomlTable) -> KeptEntry:
    """Raises WrongDeclaration."""
    grounds = table.table("grounds")
    entry = KeptEntry(
        what=table.text("what"),
        count=table.text("count"),
        ground=table.text("ground"),
        until=table.text("until"),
        grounds={reason: grounds.choice(reason, RetentionGround) for reason in grounds.values},
    )
    table.end()
    return entry


def read_fact_entry(table: TomlTable) -> FactEntry:
    """Raises WrongDeclaration."""
    words = table.table("words")
    entry = FactEntry(
        ref=table.text("ref"),
        what=table.text("what"),
        fact=table.text("fact"),
        on=table.text("on", ""),
        country=table.text("country", ""),
        facts={word: words.choice(word, Fact) for word in words.values},
    )
    table.end()
    return entry
