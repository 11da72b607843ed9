"""What each downstream system of the demo holds about one invented customer on a given day."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from integrations.sandbox.customers import Customer

SYSTEMS: Final = ("storefront", "payments", "warehouse", "packer", "delivery", "marketing", "ads", "conversations")

_TAX_YEARS: Final = {"DE": 8, "ES": 6, "FR": 10, "GB": 6, "IT": 10, "NL": 7, "US": 7}
_CHARGEBACK_FOR: Final = timedelta(days=120)
_GOODS: Final = ("kettle", "desk lamp", "rain jacket", "cast-iron pan", "notebook set", "bicycle bell")


@dataclass(slots=True, kw_only=True)
class Holding:
    """One record in one system.

    `kept_for` is the system's own word for why it must stay, `kept_until` the last day (None: until that ends). Some
    systems decide nothing: they tell a `fact` of a record, the day `fact_on` and the `country`, and obey.
    """

    system: str
    customer_id: str
    kind: str
    email: str
    fields: dict[str, str] = field(default_factory=dict)
    kept_for: str = ""
    kept_until: date | None = None
    is_restricted: bool = False
    fact: str = ""
    fact_on: date | None = None
    country: str = ""

    @property
    def ref(self) -> str:
        """How the system names this record."""
        return f"{self.customer_id}-{self.kind}-{self.fields.get('order', '')}"

    def must_stay(self, today: date) -> bool:
        """Whether it may not be erased today."""
        return bool(self.kept_for) and (self.kept_until is None or today <= self.kept_until)


def customer_id(system: str, number: int) -> str:
    """What a system calls customer `number`."""
    return f"{system[:3]}-{number:04d}"


def holdings_of(customer: Customer, today: date) -> Iterator[Holding]:
    """Everything, system by system; dates count back from `today`."""
    yield from _storefront(customer, today)
    yield from _payments(customer, today)
    yield from _logistics(customer, today)
    yield from _outreach(customer)
    yield from _conversations(customer, today)


def _orders(customer: Customer, today: date) -> Iterator[tuple[int, str, date]]:
    for index, days in enumerate(customer.ordered_days_ago):
        yield index, customer.order_number(index), today - timedelta(days=days)


def _holding(customer: Customer, system: str, kind: str, **fields: str) -> Holding:
    own_id = customer_id(system, customer.number)
    return Holding(system=system, customer_id=own_id, kind=kind, email=customer.email, fields=fields)


def _person(customer: Customer) -> dict[str, str]:
    return {"name": customer.name, "email": customer.email, "phone": customer.phone}


def _address(customer: Customer) -> str:
    return f"{customer.street}, {customer.city}, {customer.country}"


def _storefront(customer: Customer, today: date) -> Iterator[Holding]:
    profile = {"since": str(customer.since), "language": customer.language, "accepts_marketing": "yes"}
    yield _holding(customer, "storefront", "profile", **_person(customer), **profile)
    yield _holding(customer, "storefront", "addresses", name=customer.name, address=_address(customer), default="yes")
    if customer.second_street:
        other = f"{customer.second_street}, {customer.city}, {customer.country}"
        yield _holding(customer, "storefront", "addresses", name=customer.name, address=other, default="no")
    for index, number, day in _orders(customer, today):
        goods = _GOODS[(customer.number + index) % len(_GOODS)]
        order = _holding(customer, "storefront", "orders", order=number, ordered_on=f"{day}", goods=goods)
        if index == 0 and customer.on_its_way:
            order.kept_for, order.fact = "open_order", "open"
        yield order
        invoice = _holding(customer, "storefront", "invoices", order=number, invoice=f"INV-{number[3:]}", date=f"{day}")
        invoice.kept_for, invoice.fact = "tax_law", "invoiced"
        invoice.fact_on, invoice.country = day, customer.country
        invoice.kept_until = date(day.year + _TAX_YEARS[customer.country], 12, 31)
        yield invoice


def _payments(customer: Customer, today: date) -> Iterator[Holding]:
    yield _holding(customer, "payments", "customer", **_person(customer), address=_address(customer), default="yes")
    for index, number, day in _orders(customer, today):
        if index == 0:
            last_four = f"{4000 + customer.number * 7}"
            yield _holding(customer, "payments", "cards", brand="Sandbox Card", last_four=last_four, expires="12/29")
        amount = f"{19 + 7 * index}.90"
        charge = _holding(customer, "payments", "charges", order=number, amount=amount, charged_on=f"{day}")
        charge.kept_for, charge.kept_until = "chargeback_window", day + _CHARGEBACK_FOR
        charge.fact, charge.fact_on, charge.country = "charged", day, customer.country
        yield charge


def _logistics(customer: Customer, today: date) -> Iterator[Holding]:
    to = {"name": customer.name, "address": _address(customer)}
    for index, number, day in _orders(customer, today):
        yield _holding(customer, "warehouse", "pick_records", order=number, picked_on=f"{day}", shelf=f"A-{index + 1}")
        yield _holding(customer, "packer", "labels", order=number, **to)
        yield _holding(customer, "packer", "packing_slips", order=number, printed_on=f"{day}")
        parcel = _holding(customer, "delivery", "parcels", order=number, phone=customer.phone, **to, default="yes")
        if index == 0 and customer.on_its_way:
            parcel.kept_for = "on_its_way"
        yield parcel


def _outreach(customer: Customer) -> Iterator[Holding]:
    if customer.subscriptions:
        yield _holding(customer, "marketing", "profile", **_person(customer), opens_last_year=f"{3 * customer.number}")
    for topic in customer.subscriptions:
        yield _holding(customer, "marketing", "subscriptions", topic=topic, status="subscribed")
    for audience in customer.audiences:
        yield _holding(customer, "ads", "audience_entries", audience=audience)
    if customer.audiences:
        yield _holding(customer, "ads", "identifiers", cookie=f"sandbox-cookie-{customer.number:04d}")


def _conversations(customer: Customer, today: date) -> Iterator[Holding]:
    told = {
        "calls": ("phone call", customer.calls, "Asked where the parcel is."),
        "chats": ("chat", customer.chats, "Hello, can I still change the colour?"),
        "messages": ("social media", customer.messages, "Love the new catalogue, thank you"),
    }
    for kind, (by, count, words) in told.items():
        for index in range(count):
            day = today - timedelta(days=11 + 40 * index)
            about = {"name": customer.name, "by": by, "held_on": f"{day}", "words": words}
            yield _holding(customer, "conversations", kind, **about)
