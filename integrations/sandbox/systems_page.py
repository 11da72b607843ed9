"""The page that shows what every downstream system holds: people watch data vanish from it."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from integrations.sandbox.holdings import SYSTEMS, Holding, customer_id
from integrations.sandbox.systems_world import SystemsWorld, counts, kept

_TITLES: Final = {
    "storefront": "Storefront",
    "payments": "Payments",
    "warehouse": "Warehouse",
    "packer": "Order packer",
    "delivery": "Delivery",
    "marketing": "Marketing",
    "ads": "Ad audiences",
    "conversations": "Conversations",
}
_REASONS: Final = {
    "tax_law": "tax law",
    "chargeback_window": "chargeback",
    "on_its_way": "on its way",
    "open_order": "open order",
}


def page_of(world: SystemsWorld) -> dict[str, object]:
    """What the page shows: a row a customer, a cell a system."""
    with world.lock:
        rows = [
            {"customer": person, "cells": [_cell(world, system, person.number) for system in SYSTEMS]}
            for person in world.customers
        ]
        listed = [
            {"system": _TITLES[system], "topic": topic, "emails": sorted(entries)}
            for (system, topic), entries in sorted(world.opt_outs.items())
        ]
    return {"titles": [_TITLES[system] for system in SYSTEMS], "rows": rows, "listed": listed}


def customer_page_of(world: SystemsWorld, number: int) -> dict[str, object] | None:
    """Every record of one customer, system by system; None when there never was one with that number."""
    person = next((each for each in world.customers if each.number == number), None)
    if person is None:
        return None
    with world.lock:
        systems = [
            {"title": _TITLES[system], "records": [_record(world, item) for item in _held(world, system, number)]}
            for system in SYSTEMS
        ]
    return {"customer": person, "systems": systems}


def _held(world: SystemsWorld, system: str, number: int) -> list[Holding]:
    return world.held(system, customer_id=customer_id(system, number))


def _record(world: SystemsWorld, item: Holding) -> dict[str, object]:
    stays = [_stays(entry).partition(": ")[2] for entry in kept([item])] if item.must_stay(world.today) else []
    return {
        "kind": _counted(item.kind, 1).removeprefix("1 "),
        "fields": {name.replace("_", " "): value for name, value in item.fields.items()},
        "stays": stays,
        "is_restricted": item.is_restricted,
    }


def _cell(world: SystemsWorld, system: str, number: int) -> dict[str, object]:
    items = _held(world, system, number)
    stays = kept(item for item in items if item.must_stay(world.today))
    return {
        "counts": [_counted(kind, count) for kind, count in counts(items).items()],
        "kept": [_stays(entry) for entry in stays],
        "marks": _marks(world, system, number, items),
    }


def _counted(kind: str, count: int) -> str:
    noun = kind.replace("_", " ")
    singular = {"addresses": "address", "audience entries": "audience entry"}.get(noun, noun.removesuffix("s"))
    return f"{count} {singular if count == 1 else noun}"


def _stays(entry: Mapping[str, object]) -> str:
    until = entry["until"]
    end = f" until {date.fromisoformat(until):%-d %b %Y}" if isinstance(until, str) else ""
    return f"{_counted(str(entry['record']), int(str(entry['count'])))}: {_REASONS[str(entry['reason'])]}{end}"


def _marks(world: SystemsWorld, system: str, number: int, items: list[Holding]) -> list[str]:
    addresses = {item.email for item in items} | {each.email for each in world.customers if each.number == number}
    listed = [
        topic for (where, topic), entries in world.opt_outs.items() if where == system and addresses & entries.keys()
    ]
    restricted = sum(item.is_restricted for item in items)
    return [f"no {topic}" for topic in listed] + ([f"{restricted} not used any more"] if restricted else [])
