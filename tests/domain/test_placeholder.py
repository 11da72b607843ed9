"""What leads to a person does not get into an example, and what is asked does."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.identity import EmailAddress, Identifiers
from bot.domain.placeholder import with_placeholders
from nlp.features import plain

NAMES = ("Wrenfield Quillgarth",)
ADDRESS = EmailAddress.parse("wrenfield.quillgarth@example.org")
KNOWN = Identifiers(emails=(ADDRESS,), orders=("XB-77", "SO-41"), phones=("+441632960",))

PERSONAL = st.sampled_from(
    [
        "Wrenfield", "QUILLGARTH", "Quilgarth", "Quillgarths", "wrenfield.quillgarth@example.org", "XB-77", "so-41",
        "01632 960", "+44 1632 960 961", "07700 900123", "4111 1111 1111 1111", "DE89 3704 0044 0532 0130 00",
        "https://shop.example.com/wrenfield", "12 Larkmeadow Lane", "SW1A 2AA", "10115 Leeds", "order 99812", "#4411",
        "12.04.1987", "my name is Wrenfield Quillgarth", "Regards,\nWrenfield Q.", "From: Wrenfield <w@example.net>",
    ]
)  # fmt: skip
SECRETS = (
    "wrenfield", "quillgarth", "quilgarth", "xb-77", "so-41", "01632", "960961", "900123", "1111", "3704",
    "@example.org", "shop.example", "larkmeadow", "sw1a", "10115", "99812", "4411", "1987", "@example.net",
)  # fmt: skip
PLAIN = st.sampled_from(
    ["please delete it", ",", "\n", ".", "and", "I moved to", "order", "is", "cvv", "(", "<", "Dear", "•••", "- "]
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("write to jane.doe+shop@example.org.", "write to someone@example.com."),
        ("jane@localhost", "someone@example.com"),
        ("call +44 7700 900123 today", "call 000000 today"),
        ("order #RO-10234, please", "order #000000, please"),
        ("commande n° 123", "commande n° 000000"),
        ("my card 4111 1111 1111 1111, cvv 123", "my card •••• 0000, cvv 000000"),
        ("gb29nwbk60161331926819", "000000"),
        ("IBAN DE89 3704 0044 0532 0130 00 BIC", "IBAN 000000 BIC"),
        ("see https://shop.example.org/t?u=12, or", "see https://example.com/link, or"),
        ("I live at 12 High Street, London SW1A 1AA", "I live at [address], London 000000"),
        ("born 12.04.1987 or 3/4/87 or 1987-04-12", "born 00.00.0000 or 0/0/00 or 0000-00-00"),
        ("case 26-0142 in 2024", "case 26-0000 in 0000"),
        ("Dear Jane,\nmy name is Jo Doe", "Dear Alex,\nmy name is Alex Alex"),
        ("Regards,\nJane Doe", "Regards,\nAlex Alex"),
        ("Jane's parcel, as Mrs. Doe said", "Jane's parcel, as Mrs. Alex said"),
    ],
)
def test_each_kind_of_thing_has_its_placeholder(text: str, shown: str) -> None:
    assert with_placeholders(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "Delete my data under article 17 GDPR, 2016/679, and 1798.105, within 30 days",
        "I ordered 2 lamps and paid 12.50 EUR",
        "close my account and delete everything you hold about me",
        "",
    ],
)
def test_what_a_request_is_made_of_stays(text: str) -> None:
    assert with_placeholders(text) == text


@pytest.mark.parametrize(
    "text",
    ["mail me: jane@example.org", "https://a.example.com/x?y=1 is it", "my card is •••• 1234", "in 2024 I paid 1200"],
)
def test_the_classifier_reads_a_placeholder_as_it_reads_the_real_thing(text: str) -> None:
    assert plain(with_placeholders(text)) == plain(text)


@pytest.mark.parametrize(
    ("text", "names", "shown"),
    [
        ("Quillgarth, not Quilgarth or Quillgarths", NAMES, "Alex, not Alex or Alex"),
        ("the quilgarth farm", NAMES, "the quilgarth farm"),
        ("Quillen and Marketing", ("Quillgarth", "Martin"), "Quillen and Marketing"),
        ("please delete my data, Team", ("Data Protection Team",), "please delete my data, Team"),
    ],
)
def test_names_known_beside_the_text_go_even_misspelt_and_roles_stay(
    text: str, names: Sequence[str], shown: str
) -> None:
    assert with_placeholders(text, names=names) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Wrenfield here again", "Alex here again"),
        ("the wrenfield brand", "the wrenfield brand"),
    ],
)
def test_a_name_in_the_senders_address_goes_where_it_is_written_as_one(text: str, shown: str) -> None:
    assert with_placeholders(text, addresses=[ADDRESS]) == shown


def test_a_mailbox_named_for_its_role_takes_no_words_away() -> None:
    support = EmailAddress.parse("privacy.orders@example.org")

    assert with_placeholders("Privacy and Orders", addresses=[support]) == "Privacy and Orders"


def test_what_the_classifier_found_goes_however_it_is_written() -> None:
    text = "xb-77 and XB-770, call 01632/960 or 960, and wrenfield.quillgarth@EXAMPLE.org"

    assert with_placeholders(text, known=KNOWN) == "000000 and XB-000, call 000000 or 000, and someone@example.com"


@settings(deadline=None, max_examples=300)
@given(st.lists(st.one_of(PERSONAL, PLAIN), max_size=12), st.sampled_from([" ", " ", "\n"]))
def test_whatever_stands_around_it_nothing_personal_gets_through(pieces: list[str], between: str) -> None:
    shown = with_placeholders(between.join(pieces), names=NAMES, addresses=[ADDRESS], known=KNOWN)

    assert [secret for secret in SECRETS if secret in shown.lower()] == []


@given(st.text(max_size=200))
def test_any_text_at_all_can_be_masked(text: str) -> None:
    assert isinstance(with_placeholders(text, names=NAMES, known=KNOWN), str)
