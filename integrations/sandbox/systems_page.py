"""The page that shows what every downstream system holds: people watch data vanish from it."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from integrations.sandbox.holdings import SYSTEMS, Holding
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
            {"customer": person, "cells": [_cell(world, system, person.email) for system in SYSTEMS]}
            for person in world.customers
        ]
        listed = [
            {"system": _TITLES[system], "topic": topic, "emails": sorted(entries)}
            for (system, topic), entries in sorted(world.opt_outs.items())
        ]
    return {"titles": [_TITLES[system] for system in SYSTEMS], "rows": rows, "listed": listed}


def _cell(world: SystemsWorld, system: str, email: str) -> dict[str, object]:
    items = world.held(system, email=email)
    stays = kept(item for item in items if item.must_stay(world.today))
    return {
        "counts": [_counted(kind, count) for kind, count in counts(items).items()],
        "kept": [_stays(entry) for entry in stays],
        "marks": _marks(world, system, email, items),
    }


def _counted(kind: str, count: int) -> str:
    noun = kind.replace("_", " ")
    singular = {"addresses": "address", "audience entries": "audience entry"}.get(noun, noun.removesuffix("s"))
    return f"{count} {singular if count == 1 else noun}"


def _stays(entry: Mapping[str, object]) -> str:
    until = entry["until"]
    end = f" until {date.fromisoformat(until):%-d %b %Y}" if isinstance(until, str) else ""
    return f"{_counted(str(entry['record']), int(str(entry['count'])))}: {_REASONS[str(entry['reason'])]}{end}"


def _marks(world: SystemsWorld, system: str, email: str, items: list[Holding]) -> list[str]:
    listed = [topic for (where, topic), entries in world.opt_outs.items() if where == system and email in entries]
    return [f"no {topic}" for topic in listed] + ["not used" for _ in items[:1] if items[0].is_restricted]
