"""Addresses, orders, telephones."""

import pytest

from nlp.details.identifiers import identifiers_in


def test_addresses_are_found_once_and_lower_cased() -> None:
    found = identifiers_in("Write to Jo@Example.com or <jo@example.com>, not to help@retailops.com.", "en")

    assert [address.value for address in found.emails] == ["jo@example.com"]


@pytest.mark.parametrize(
    ("text", "orders"),
    [
        ("my order no. 40418 is late", ("40418",)),
        ("Order: 4471820\nMessage: hello", ("4471820",)),
        ("Bestellung 77120 muss nach Kiel", ("77120",)),
        ("commande n° 7740-B svp", ("7740-B",)),
        ("il mio ordine 7-3310", ("7-3310",)),
        ("see ro-339004", ("RO-339004",)),
        ("Mijn bestelling RO-772310", ("RO-772310",)),
        ("all my orders 2017 to 2019", ()),
        ("in order to reach you", ()),
    ],
)
def test_orders_are_found_by_the_word_before_them(text: str, orders: tuple[str, ...]) -> None:
    assert identifiers_in(text, "en").orders == orders


@pytest.mark.parametrize(
    ("text", "language", "phone"),
    [
        ("ring me on 020 7946 0123", "en", "+442079460123"),
        ("Tel. 030 23125 660", "de", "+493023125660"),
        ("mobile +33 6 39 98 17 40", "en", "+33639981740"),
    ],
)
def test_telephones_are_written_in_one_form(text: str, language: str, phone: str) -> None:
    assert identifiers_in(text, language).phones == (phone,)


def test_an_order_number_is_not_a_telephone() -> None:
    found = identifiers_in("Bestellung 03023125660", "de")

    assert found.orders == ("03023125660",)
    assert found.phones == ()
