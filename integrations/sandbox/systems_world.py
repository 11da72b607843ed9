"""The downstream systems of the demo and the tests: what they hold, and what happens to it."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from threading import RLock
from typing import Final

from integrations.sandbox.customers import CUSTOMERS, Customer
from integrations.sandbox.holdings import Holding, holdings_of

Answer = dict[str, object]
"""A JSON object as a system sends it."""

_OPT_OUT_MARKS: Final = {
    "profile": ("accepts_marketing", "yes", "no"),
    "subscriptions": ("status", "subscribed", "unsubscribed"),
}
_POSTCODE: Final = re.compile(r"\b(?:[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}|\d{4} [A-Z]{2}|\d{5})\b")
_TOPICS: Final = {"marketing": "marketing", "ads": "advertising"}


@dataclass(slots=True)
class Fault:
    """How the next deeds of one system go wrong; `is_after` means the deed happens and only the answer is lost."""

    status: int
    times: int
    is_after: bool = False
    retry_after: str = ""


@dataclass(slots=True, kw_only=True)
class SystemsWorld:
    """All systems at once. `effects` counts the deeds that were really done, by system: tests watch it.

    `today` may be moved: what had to be kept until yesterday can be erased today.
    """

    today: date
    customers: Sequence[Customer] = CUSTOMERS
    token: str = field(default="sandbox-token", repr=False)
    holdings: list[Holding] = field(init=False, repr=False)
    opt_outs: dict[tuple[str, str], dict[str, bool]] = field(default_factory=dict, repr=False)
    effects: Counter[str] = field(default_factory=Counter)
    lock: RLock = field(default_factory=RLock, repr=False)
    _answers: dict[tuple[str, str], tuple[object, Answer]] = field(default_factory=dict, repr=False)
    _faults: dict[str, Fault] = field(default_factory=dict, repr=False)
    _first_day: date = field(init=False)

    def __post_init__(self) -> None:
        self._first_day = self.today
        self.begin_again()

    def begin_again(self) -> None:
        """Put everything back as it was on the first day."""
        with self.lock:
            self.today = self._first_day
            self.holdings = [item for person in self.customers for item in holdings_of(person, self.today)]
            for memory in (self.opt_outs, self.effects, self._answers, self._faults):
                memory.clear()

    def fail_next(self, system: str, status: int, times: int = 1, *, retry_after: str = "") -> None:
        """Make the system answer the next requests with `status` and do nothing."""
        self._faults[system] = Fault(status, times, retry_after=retry_after)

    def lose_next_answers(self, system: str, times: int = 1) -> None:
        """Make the system do the next deeds and then answer 502, as if the line had been cut."""
        self._faults[system] = Fault(502, times, is_after=True)

    def fault(self, system: str, *, is_after: bool) -> Fault | None:
        """The fault that strikes now, if any; each strikes as often as it was asked for."""
        fault = self._faults.get(system)
        if fault is None or fault.is_after != is_after or fault.times <= 0:
            return None
        fault.times -= 1
        return fault

    def arrive(self, email: str) -> None:
        """Let everything that is on its way to that customer arrive: nothing is open any more."""
        for item in self.holdings:
            if item.email == email and item.kept_for in {"on_its_way", "open_order"}:
                item.kept_for, item.fact = "", ""

    def held(self, system: str, *, email: str = "", customer_id: str = "") -> list[Holding]:
        """One person's records in one system."""
        return [
            item
            for item in self.holdings
            if item.system == system and (item.email == email if email else item.customer_id == customer_id)
        ]

    def people(self, system: str, matches: Callable[[Holding], bool]) -> list[Answer]:
        """The customers of whom a record matches, as the system names them."""
        found = {item.customer_id: item for item in self.holdings if item.system == system and matches(item)}
        return [self._person(system, customer_id) for customer_id in found]

    def once(self, system: str, key: str, asked: object, deed: Callable[[], Answer]) -> Answer | None:
        """Do a deed once a key and give the same answer ever after; None when the key was used for something else."""
        known = self._answers.get((system, key))
        if known is not None:
            return known[1] if known[0] == asked else None
        answer = deed() | {"reference": f"{system[:3].upper()}-{len(self._answers) + 1:06d}"}
        self._answers[system, key] = (asked, answer)
        self.effects[system] += 1
        return answer

    def erase(self, items: Sequence[Holding], *, keep: Collection[str] | None = None) -> Answer:
        """Everything that need not stay: by the desk's word where it names what to keep, else by the system's own."""
        stays = [item for item in items if (item.must_stay(self.today) if keep is None else item.ref in keep)]
        staying = {id(item) for item in stays}
        goes = [item for item in items if id(item) not in staying]
        gone = {id(item) for item in goes}
        self.holdings = [item for item in self.holdings if id(item) not in gone]
        for item in goes:
            # Whom we mail or target must not come back with the next import.
            if item.system in _TOPICS:
                self.opt_outs.setdefault((item.system, _TOPICS[item.system]), {})[item.email] = False
        return {"erased": counts(goes), "kept": kept(stays)}

    def restrict(self, items: Sequence[Holding]) -> Answer:
        """Stored on, used no more."""
        for item in items:
            item.is_restricted = True
        return {"restricted": counts(items)}

    def correct(self, items: Sequence[Holding], name: str, value: str) -> Answer:
        """Write one value over another wherever it is wrong."""
        wrong = self.wrong(items, name, value)
        before = next((item.fields[name] for item in wrong), value)
        for item in wrong:
            item.fields[name] = value
        if name == "email":
            for item in self.held(items[0].system, customer_id=items[0].customer_id) if items else ():
                item.email = value.lower()
        return {"changed": counts(wrong), "before": before, "after": value}

    def wrong(self, items: Iterable[Holding], name: str, value: str) -> list[Holding]:
        """The records a correction would change: a second address is not the one meant."""
        named = [item for item in items if name in item.fields and item.fields[name] != value]
        return [item for item in named if name != "address" or item.fields.get("default") != "no"]

    def opt_out(self, system: str, topic: str, email: str, *, service_messages: bool) -> Answer:
        """Stop, and remember it even for somebody unknown."""
        items = self.opted_in(system, email)
        listed = self._would_list(system, topic, email, service_messages=service_messages)
        for item in items:
            name, _, after = _OPT_OUT_MARKS.get(item.kind, ("status", "", "removed"))
            item.fields[name] = after
        gone = {id(item) for item in items if item.kind not in _OPT_OUT_MARKS}
        self.holdings = [item for item in self.holdings if id(item) not in gone]
        entries = self.opt_outs.setdefault((system, topic), {})
        entries[email] = service_messages or entries.get(email, False)
        return {"changed": counts(items) | listed}

    def opt_out_preview(self, system: str, topic: str, email: str, *, service_messages: bool) -> Answer:
        """What an opt-out would still change."""
        listed = self._would_list(system, topic, email, service_messages=service_messages)
        return {"would_change": counts(self.opted_in(system, email)) | listed}

    def opted_in(self, system: str, email: str) -> list[Holding]:
        """What still makes that person reachable: consents that stand, audiences they are in."""
        return [item for item in self.held(system, email=email) if _is_opted_in(item)]

    def _would_list(self, system: str, topic: str, email: str, *, service_messages: bool) -> dict[str, int]:
        listed = self.opt_outs.get((system, topic), {}).get(email)
        return {"suppression_entries": int(listed is None or (service_messages and not listed))}

    def _person(self, system: str, customer_id: str) -> Answer:
        items = self.held(system, customer_id=customer_id)
        named = {name: value for item in reversed(items) for name, value in item.fields.items()}
        wanted: dict[str, object] = {"name": named.get("name", ""), "since": named.get("since", "")}
        if system == "storefront":
            orders = sorted({item.fields["order"] for item in items if "order" in item.fields})
            home = _POSTCODE.search(named.get("address", ""))
            wanted |= {"orders": orders, "phone": named.get("phone", ""), "postcode": home[0] if home else ""}
        return {"id": customer_id, "email": items[0].email, **{name: value for name, value in wanted.items() if value}}


def counts(items: Iterable[Holding]) -> dict[str, int]:
    """How many of each kind."""
    return dict(Counter(item.kind for item in items))


def kept(items: Iterable[Holding]) -> list[Answer]:
    """What stays, why and until when, as the systems tell it."""
    groups = Counter((item.kind, item.kept_for, item.kept_until) for item in items)
    return [
        {"record": kind, "count": count, "reason": reason, "until": until.isoformat() if until else None}
        for (kind, reason, until), count in groups.items()
    ]


def facts(items: Iterable[Holding]) -> list[Answer]:
    """What is so about single records, for whoever decides what stays."""
    return [
        {
            "id": item.ref,
            "record": item.kind,
            "fact": item.fact,
            "date": item.fact_on.isoformat() if item.fact_on else None,
            "country": item.country,
        }
        for item in items
        if item.fact
    ]


def _is_opted_in(item: Holding) -> bool:
    if item.system == "ads":
        return item.kind == "audience_entries"
    name, before, _ = _OPT_OUT_MARKS.get(item.kind, ("", "yes", ""))
    return item.fields.get(name) == before
