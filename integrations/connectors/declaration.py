"""What a connector's file says, checked before anything runs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final

from bot.domain.action import ActionKind, DataCategory, RetentionGround, SystemName
from bot.domain.correction import CorrectableField
from bot.domain.retention import Fact
from integrations.connectors.template import VALUE_NAMES, names_in_body, names_in_path
from integrations.connectors.toml_table import TomlTable
from integrations.http import Json

_METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE")


class SignInKind(StrEnum):
    """How the system knows us."""

    BEARER = "bearer"
    HEADER = "header"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One call: what to send, and where in the answer the facts stand (dotted paths, "" for none)."""

    method: str
    path: str
    body: Json = None
    counts: str = ""
    kept: str = ""
    facts: str = ""
    receipt: str = ""
    records: str = ""
    before: str = ""
    after: str = ""
    is_empty: str = ""
    equals: Mapping[str, Json] = field(default_factory=dict)

    @property
    def names(self) -> frozenset[str]:
        """The values it needs."""
        return names_in_body(self.body) | names_in_path(self.path) | names_in_body(dict(self.equals))


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionRule:
    """How one kind of action is done: preview, act, verify (an export changes nothing and needs no verifying).

    `fields` maps what can be corrected to the system's own field names.
    """

    categories: frozenset[DataCategory]
    is_reversible: bool
    preview: Step
    act: Step
    verify: Step | None
    fields: Mapping[CorrectableField, str] = field(default_factory=dict)

    @property
    def is_decided_here(self) -> bool:
        """Whether the system tells facts and we work out what has to stay; else it says so itself."""
        return bool(self.preview.facts)

    @property
    def needs_person(self) -> bool:
        """Whether the person has to be located first; an opt-out list takes an address nobody knows."""
        return any("person_id" in step.names for step in (self.preview, self.act, self.verify) if step)


@dataclass(frozen=True, slots=True, kw_only=True)
class Locate:
    """How a person is found, and where their particulars stand in each entry of the list at `people`."""

    people: str
    person_id: str
    address: str
    name: str
    since: str
    by_email: Step
    by_order: Step | None
    by_phone: Step | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptEntry:
    """How an answer tells what stays; `grounds` maps the system's reasons to ours."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """One type of connector. `categories` maps our categories to nouns and the system's own record names."""

    system: SystemName
    title: str
    sign_in: SignInKind
    sign_in_header: str
    idempotency_header: str
    check: Step
    categories: Mapping[DataCategory, Mapping[str, str]]
    locate: Locate
    kept: KeptEntry | None
    facts: FactEntry | None
    rules: Mapping[ActionKind, ActionRule]


def read_declaration(path: Path) -> Declaration:
    """Read one file; raises WrongDeclaration."""
    table = TomlTable.read(path)
    sign_in = table.table("sign_in")
    categories = table.table("categories")
    declaration = Declaration(
        system=SystemName(table.text("system")),
        title=table.text("title"),
        sign_in=sign_in.choice("kind", SignInKind),
        sign_in_header=sign_in.text("header", "Authorization"),
        idempotency_header=table.text("idempotency_header", ""),
        check=_step(table.table("check")),
        categories={categories.one_of(name, name, DataCategory): categories.texts(name) for name in categories.values},
        locate=_locate(table.table("locate")),
        kept=_kept_entry(table.table("kept")) if table.has("kept") else None,
        facts=_fact_entry(table.table("facts")) if table.has("facts") else None,
        rules={kind: _rule(table.table(kind), kind) for kind in ActionKind if table.has(kind)},
    )
    sign_in.end()
    table.end()
    _check_whole(table, declaration)
    return declaration


def _check_whole(table: TomlTable, declaration: Declaration) -> None:
    if not declaration.rules:
        table.refuse("system", "can do nothing: declare at least one of " + ", ".join(ActionKind))
    for kind, rule in declaration.rules.items():
        undeclared = rule.categories - declaration.categories.keys()
        if undeclared:
            table.table(kind).refuse("categories", f"names {min(undeclared)}, which [categories] does not have")
        if declaration.kept is None and any(step.kept for step in (rule.preview, rule.act)):
            table.refuse(kind, "tells of kept records, but there is no [kept] table saying how to read them")
        if rule.is_decided_here:
            _check_decided_here(table, declaration, kind, rule)


def _check_decided_here(table: TomlTable, declaration: Declaration, kind: ActionKind, rule: ActionRule) -> None:
    """Where we decide what stays, the deed has to be told, and the read-back has to show it."""
    if declaration.facts is None:
        table.refuse(kind, "tells facts of records, but there is no [facts] table saying how to read them")
    if "keep" not in rule.act.names:
        table.refuse(kind, "tells facts of records, but its act does not say which to $keep")
    if not rule.preview.counts or rule.verify is None or not rule.verify.facts or not rule.verify.counts:
        table.refuse(kind, "tells facts of records: preview and verify both need facts and counts")


def _rule(table: TomlTable, kind: ActionKind) -> ActionRule:
    rule = ActionRule(
        categories=table.choices("categories", DataCategory),
        is_reversible=table.flag("reversible", default=False),
        preview=_step(table.table("preview")),
        act=_step(table.table("act")),
        verify=None if kind is ActionKind.EXPORT and not table.has("verify") else _step(table.table("verify")),
        fields=_fields(table) if kind is ActionKind.CORRECT else {},
    )
    if rule.verify and not rule.verify.is_empty and not rule.verify.equals and not rule.verify.facts:
        table.refuse("verify", "needs is_empty or equals: else it would believe anything")
    if kind is ActionKind.EXPORT and not rule.act.records:
        table.refuse("act", "needs records: where the exported records stand in the answer")
    table.end()
    return rule


def _fields(table: TomlTable) -> Mapping[CorrectableField, str]:
    return {table.one_of("fields", name, CorrectableField): own for name, own in table.texts("fields").items()}


def _locate(table: TomlTable) -> Locate:
    locate = Locate(
        people=table.text("people"),
        person_id=table.text("id"),
        address=table.text("address"),
        name=table.text("name", ""),
        since=table.text("since", ""),
        by_email=_step(table.table("by_email")),
        by_order=_step(table.table("by_order")) if table.has("by_order") else None,
        by_phone=_step(table.table("by_phone")) if table.has("by_phone") else None,
    )
    table.end()
    return locate


def _kept_entry(table: TomlTable) -> KeptEntry:
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


def _fact_entry(table: TomlTable) -> FactEntry:
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


def _step(table: TomlTable) -> Step:
    equals = table.json("equals") or {}
    step = Step(
        method=table.text("method"),
        path=table.text("path"),
        body=table.json("body"),
        counts=table.text("counts", ""),
        kept=table.text("kept", ""),
        facts=table.text("facts", ""),
        receipt=table.text("receipt", ""),
        records=table.text("records", ""),
        before=table.text("before", ""),
        after=table.text("after", ""),
        is_empty=table.text("is_empty", ""),
        equals=equals if isinstance(equals, dict) else table.refuse("equals", "must be a table"),
    )
    _check_step(table, step)
    table.end()
    return step


def _check_step(table: TomlTable, step: Step) -> None:
    if step.method not in _METHODS:
        table.refuse("method", f"must be one of {', '.join(_METHODS)}")
    if not step.path.startswith("/") or "//" in step.path:
        table.refuse("path", "must begin with one / and hold no //")
    try:
        unknown = step.names - VALUE_NAMES
    except ValueError:
        table.refuse("path", "has a brace too many or too few")
    if unknown:
        table.refuse("path", f"or body names {min(unknown)!r}; known are {', '.join(sorted(VALUE_NAMES))}")
