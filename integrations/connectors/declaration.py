"""What a connector's file says, checked before anything runs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from bot.domain.action import ActionKind, DataCategory, SystemName
from bot.domain.proof import DataPoint
from integrations.connectors.budget import Rate
from integrations.connectors.conversation import NO_TROUBLE, Trouble
from integrations.connectors.kept_entry import FactEntry, KeptEntry, read_fact_entry, read_kept_entry
from integrations.connectors.rule import ActionRule, read_rule
from integrations.connectors.sign_in import SignIn, read_sign_in
from integrations.connectors.step import Pages, Step, read_pages, read_step, read_steps
from integrations.connectors.toml_table import TomlTable


@dataclass(frozen=True, slots=True, kw_only=True)
class Locate:
    """How a person is found, and where their particulars stand in each entry of the list at `people`.

    The steps of `by_email` are tried in order; each may name a list of its own. `unsearchable` says why nobody found
    proves nothing here. `data_points` maps what may be asked as proof to a text or a list of texts in the entry.
    """

    people: str
    person_id: str
    address: str
    name: str
    since: str
    by_email: tuple[Step, ...]
    by_order: Step | None
    by_phone: Step | None
    unsearchable: str = ""
    data_points: Mapping[DataPoint, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """One type of connector. `categories` maps our categories to nouns and the system's own record names.

    `settings` are particulars of an account that the paths name, and what each of them is.
    """

    system: SystemName
    title: str
    sign_in: SignIn
    idempotency_header: str
    check: Step
    categories: Mapping[DataCategory, Mapping[str, str]]
    locate: Locate
    kept: KeptEntry | None
    facts: FactEntry | None
    rules: Mapping[ActionKind, ActionRule]
    settings: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    rate: Rate | None = None
    pages: Pages | None = None
    trouble: Trouble = NO_TROUBLE


def read_declaration(path: Path) -> Declaration:
    """Read one file; raises WrongDeclaration."""
    table = TomlTable.read(path)
    categories = table.table("categories")
    settings = table.texts("settings") if table.has("settings") else {}
    names = frozenset(settings)
    declaration = Declaration(
        system=SystemName(table.text("system")),
        title=table.text("title"),
        sign_in=read_sign_in(table.table("sign_in")),
        idempotency_header=table.text("idempotency_header", ""),
        check=read_step(table.table("check"), names),
        categories={categories.one_of(name, name, DataCategory): categories.texts(name) for name in categories.values},
        locate=_locate(table.table("locate"), names),
        kept=read_kept_entry(table.table("kept")) if table.has("kept") else None,
        facts=read_fact_entry(table.table("facts")) if table.has("facts") else None,
        rules={kind: read_rule(table.table(kind), kind, names) for kind in ActionKind if table.has(kind)},
        settings=settings,
        headers=table.texts("headers") if table.has("headers") else {},
        rate=_rate(table.table("rate")) if table.has("rate") else None,
        pages=read_pages(table.table("pages")) if table.has("pages") else None,
        trouble=_trouble(table.table("trouble")) if table.has("trouble") else NO_TROUBLE,
    )
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
        if declaration.kept is None and any(step.kept for step in rule.steps):
            table.refuse(kind, "tells of kept records, but there is no [kept] table saying how to read them")
        if rule.is_decided_here:
            _check_decided_here(table, declaration, kind, rule)


def _check_decided_here(table: TomlTable, declaration: Declaration, kind: ActionKind, rule: ActionRule) -> None:
    """Where we decide what stays, the deed has to be told, and the read-back has to show it."""
    if declaration.facts is None:
        table.refuse(kind, "tells facts of records, but there is no [facts] table saying how to read them")
    if len(rule.previews) != 1 or len(rule.acts) != 1 or "keep" not in rule.acts[0].names:
        table.refuse(kind, "tells facts of records, but its act does not say which to $keep")
    if not rule.previews[0].counts or rule.verify is None or not rule.verify.facts or not rule.verify.counts:
        table.refuse(kind, "tells facts of records: preview and verify both need facts and counts")


def _locate(table: TomlTable, settings: frozenset[str]) -> Locate:
    locate = Locate(
        people=table.text("people"),
        person_id=table.text("id"),
        address=table.text("address", ""),
        name=table.text("name", ""),
        since=table.text("since", ""),
        by_email=read_steps(table, "by_email", settings) if table.has("by_email") else (),
        by_order=read_step(table.table("by_order"), settings) if table.has("by_order") else None,
        by_phone=read_step(table.table("by_phone"), settings) if table.has("by_phone") else None,
        unsearchable=table.text("unsearchable", ""),
        data_points=_data_points(table) if table.has("data_points") else {},
    )
    if not locate.by_email and not locate.by_phone and not locate.unsearchable:
        table.refuse("by_email", "is missing")
    if not locate.address and not locate.unsearchable:
        table.refuse("address", "is missing: say where the address stands, or under unsearchable why there is none")
    table.end()
    return locate


def _data_points(table: TomlTable) -> Mapping[DataPoint, str]:
    return {table.one_of("data_points", name, DataPoint): own for name, own in table.texts("data_points").items()}


def _rate(table: TomlTable) -> Rate:
    requests, seconds = table.number("requests", 0), table.number("seconds", 0)
    if not requests or not seconds:
        table.refuse("requests", "and seconds must be whole numbers above zero")
    table.end()
    return Rate(requests=requests, within=timedelta(seconds=seconds))


def _trouble(table: TomlTable) -> Trouble:
    trouble = Trouble(at=table.words("at"), code=table.text("code", ""), temporary=frozenset(table.words("temporary")))
    table.end()
    return trouble
