"""One call of a declaration: what to send, and where in the answer the facts stand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, Self

from bot.domain.action import RetentionGround
from integrations.connectors.template import VALUE_NAMES, names_in_body, names_in_path, names_in_text
from integrations.connectors.toml_table import TomlTable
from integrations.http import Json

_METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE")
_HERE: Final = "HERE"
"""A step that asks nothing: the person was found, and that is what it counts."""


class PageKind(StrEnum):
    """How a system hands out long lists."""

    LINK = "link"
    URL = "url"
    CURSOR = "cursor"
    NUMBER = "number"
    LAST_ID = "last_id"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """Where the next page is found: a header, a URL or a cursor in the answer, a number, or the last entry's id."""

    kind: PageKind
    next: str = ""
    parameter: str = ""
    last: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Paths into the answer are dotted, "" for none, "." for the answer itself.

    `noun` names what `list` or `total` counts, or the person found when neither is given. `stays` is the ground on
    which that has to stay, for `hold_days` after the date at `dated` of each entry when that is given, and on the
    ground `stays_after` from then on. `each` is a list; the step is
    then done once for every entry of it. `fails_when` are values that mean it went wrong.
    """

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    body: Json = None
    is_form: bool = False
    counts: str = ""
    noun: str = ""
    list: str = ""
    total: str = ""
    stays: RetentionGround | None = None
    stays_after: RetentionGround | None = None
    dated: str = ""
    hold_days: int = 0
    kept: str = ""
    facts: str = ""
    receipt: str = ""
    records: str = ""
    before: str = ""
    after: str = ""
    is_empty: str = ""
    is_gone: bool = False
    equals: Mapping[str, Json] = field(default_factory=dict)
    fails_when: Mapping[str, Json] = field(default_factory=dict)
    each: Self | None = None
    id: str = "id"

    @property
    def is_call(self) -> bool:
        """Whether anything is asked at all."""
        return self.method != _HERE

    @property
    def names(self) -> frozenset[str]:
        """The values it needs."""
        own = (
            names_in_body(self.body)
            | names_in_path(self.path)
            | names_in_body(dict(self.equals))
            | frozenset().union(*(names_in_text(text) for text in self.query.values()))
        )
        return own | self.each.names if self.each else own

    @property
    def needs_person(self) -> bool:
        """Whether the person has to be located first."""
        return not self.is_call or self.is_gone or "person_id" in self.names


def read_steps(table: TomlTable, key: str, settings: frozenset[str]) -> tuple[Step, ...]:
    """One step or a list of them; raises WrongDeclaration."""
    return tuple(read_step(each, settings) for each in table.tables(key))


def read_step(table: TomlTable, settings: frozenset[str]) -> Step:
    """Raises WrongDeclaration."""
    is_call = table.has("method") or table.has("path") or not (table.has("noun") or table.has("is_gone"))
    step = Step(
        method=table.text("method") if is_call else _HERE,
        path=table.text("path") if is_call else "/",
        query=table.texts("query") if table.has("query") else {},
        body=table.json("body"),
        is_form=table.flag("form", default=False),
        counts=table.text("counts", ""),
        noun=table.text("noun", ""),
        list=table.text("list", ""),
        total=table.text("total", ""),
        stays=table.choice("stays", RetentionGround) if table.has("stays") else None,
        stays_after=table.choice("stays_after", RetentionGround) if table.has("stays_after") else None,
        dated=table.text("dated", ""),
        hold_days=table.number("hold_days", 0),
        kept=table.text("kept", ""),
        facts=table.text("facts", ""),
        receipt=table.text("receipt", ""),
        records=table.text("records", ""),
        before=table.text("before", ""),
        after=table.text("after", ""),
        is_empty=table.text("is_empty", ""),
        is_gone=table.flag("is_gone", default=False),
        equals=_json_table(table, "equals"),
        fails_when=_json_table(table, "fails_when"),
        each=read_step(table.table("each"), settings) if table.has("each") else None,
        id=table.text("id", "id"),
    )
    _check_step(table, step, settings)
    table.end()
    return step


def read_pages(table: TomlTable) -> Pages:
    """Raises WrongDeclaration."""
    kind = table.choice("kind", PageKind)
    needs = {
        PageKind.LINK: (),
        PageKind.URL: ("next",),
        PageKind.CURSOR: ("next", "parameter"),
        PageKind.NUMBER: ("parameter",),
        PageKind.LAST_ID: ("next", "parameter"),
    }[kind]
    fields = {name: table.text(name, None if name in needs else "") for name in ("next", "parameter", "last")}
    table.end()
    return Pages(kind=kind, next=fields["next"], parameter=fields["parameter"], last=fields["last"])


def _json_table(table: TomlTable, key: str) -> Mapping[str, Json]:
    value = table.json(key) or {}
    return value if isinstance(value, dict) else table.refuse(key, "must be a table")


def _check_step(table: TomlTable, step: Step, settings: frozenset[str]) -> None:
    if step.is_call and step.method not in _METHODS:
        table.refuse("method", f"must be one of {', '.join(_METHODS)}")
    if not step.path.startswith("/") or "//" in step.path:
        table.refuse("path", "must begin with one / and hold no //")
    known = VALUE_NAMES | settings
    try:
        unknown = step.names - known
    except ValueError:
        table.refuse("path", "has a brace too many or too few")
    if unknown:
        table.refuse("path", f"or body names {min(unknown)!r}; known are {', '.join(sorted(known))}")
    if step.each and not step.each.list:
        table.refuse("each", "needs list: where the entries stand in the answer")
    if (step.total or step.stays) and not step.noun:
        table.refuse("noun", "is missing: what is it that is counted?")
    if len({bool(step.hold_days), bool(step.dated), bool(step.hold_days and step.stays and step.list)}) > 1:
        table.refuse("hold_days", "needs list, stays and dated: so many days after that date of each entry")
