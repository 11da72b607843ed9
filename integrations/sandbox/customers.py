"""The people of the demo. All are invented; their addresses lie in domains nobody can own (RFC 2606, RFC 6761)."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """One invented person and how much they left behind.

    `ordered_days_ago` has one entry an order. `on_its_way` says whether the newest order is still travelling.
    """

    number: int
    name: str
    email: str
    phone: str
    street: str
    city: str
    country: str
    language: str
    since: int
    ordered_days_ago: tuple[int, ...]
    on_its_way: bool = False
    second_street: str = ""
    subscriptions: tuple[str, ...] = ("newsletter",)
    audiences: tuple[str, ...] = ("lookalike-shoppers",)
    calls: int = 0
    chats: int = 1
    messages: int = 0

    def order_number(self, index: int) -> str:
        """`RO-104400`: unique over all customers."""
        return f"RO-{100_000 + self.number * 1_100 + index}"


CUSTOMERS: Final = (
    Customer(
        number=1,
        name="Jolanda Testmann",
        email="jolanda.testmann@example.com",
        phone="+493023125001",
        street="Beispielallee 1",
        city="10999 Berlin",
        country="DE",
        language="de",
        since=2021,
        ordered_days_ago=(2, 90, 410),
        on_its_way=True,
        second_street="Musterweg 22",
        subscriptions=("newsletter", "text messages"),
        audiences=("lookalike-shoppers", "basket-reminder"),
        calls=1,
        chats=2,
    ),
    Customer(
        number=2,
        name="Oliver Sampleton",
        email="oliver@sampleton.test",
        phone="+442079460102",
        street="4 Placeholder Row",
        city="London N1 0ZZ",
        country="GB",
        language="en",
        since=2019,
        ordered_days_ago=(35, 300, 700),
        second_street="9 Dummy Close",
        calls=2,
        chats=1,
        messages=3,
    ),
    Customer(
        number=3,
        name="Mary-Ann Placeholder",
        email="maryann.placeholder@example.org",
        phone="+16195550103",
        street="100 Specimen Street",
        city="Oceanside, CA 92054",
        country="US",
        language="en",
        since=2020,
        ordered_days_ago=(3, 58),
        on_its_way=True,
        audiences=("lookalike-shoppers", "basket-reminder", "holiday-sale"),
        calls=1,
    ),
    Customer(
        number=4,
        name="Bob Fictional",
        email="bob.fictional@example.net",
        phone="+12145550104",
        street="77 Nowhere Boulevard",
        city="Dallas, TX 75201",
        country="US",
        language="en",
        since=2023,
        ordered_days_ago=(20,),
        subscriptions=("newsletter", "text messages"),
    ),
    Customer(
        number=5,
        name="Aurélie Exempla",
        email="aurelie.exempla@example.org",
        phone="+33199000105",
        street="5 rue du Modèle",
        city="75011 Paris",
        country="FR",
        language="fr",
        since=2022,
        ordered_days_ago=(45, 220),
        messages=2,
    ),
    Customer(
        number=6,
        name="Ximena Ejemplo",
        email="ximena.ejemplo@example.com",
        phone="+34910000106",
        street="Calle Ficticia 6",
        city="28013 Madrid",
        country="ES",
        language="es",
        since=2024,
        ordered_days_ago=(9, 150),
        audiences=(),
        calls=1,
    ),
    Customer(
        number=7,
        name="Dario Provetti",
        email="dario@provetti.test",
        phone="+390600000107",
        street="Via Inventata 7",
        city="00184 Roma",
        country="IT",
        language="it",
        since=2018,
        ordered_days_ago=(60, 500, 900),
        subscriptions=("newsletter", "catalogue"),
        chats=3,
    ),
    Customer(
        number=8,
        name="Femke Voorbeeld",
        email="femke.voorbeeld@example.net",
        phone="+31850000108",
        street="Verzonnenstraat 8",
        city="3511 AX Utrecht",
        country="NL",
        language="nl",
        since=2021,
        ordered_days_ago=(1, 130),
        on_its_way=True,
        calls=1,
    ),
    Customer(
        number=9,
        name="Hannelore Musterfall",
        email="hannelore@musterfall.test",
        phone="+493023125009",
        street="Erfundene Gasse 9",
        city="20095 Hamburg",
        country="DE",
        language="de",
        since=2016,
        ordered_days_ago=(800, 1200),
        second_street="Postfach 90",
        audiences=("holiday-sale",),
        calls=3,
        chats=0,
    ),
    Customer(
        number=10,
        name="Priya Demoshire",
        email="priya.demoshire@example.org",
        phone="+442079460110",
        street="10 Mockingbird Mews",
        city="Leeds LS1 0ZZ",
        country="GB",
        language="en",
        since=2022,
        ordered_days_ago=(14, 77, 333),
        audiences=("basket-reminder",),
        messages=1,
    ),
    Customer(
        number=11,
        name="Théo Fauxnom",
        email="theo.fauxnom@example.net",
        phone="+33199000111",
        street="11 allée Imaginaire",
        city="69003 Lyon",
        country="FR",
        language="fr",
        since=2025,
        ordered_days_ago=(),
        chats=0,
    ),
    Customer(
        number=12,
        name="Kenji Mockford",
        email="kenji.mockford@example.com",
        phone="+14155550112",
        street="12 Pretend Plaza",
        city="San Francisco, CA 94103",
        country="US",
        language="en",
        since=2017,
        ordered_days_ago=(28, 200, 365, 1000),
        subscriptions=("newsletter", "text messages", "catalogue"),
        audiences=("lookalike-shoppers", "holiday-sale"),
        calls=1,
        chats=2,
        messages=1,
    ),
)
