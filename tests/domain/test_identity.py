"""Personal data has types, and their repr hides the value."""

import pytest

from bot.domain.identity import DataSubject, EmailAddress, NotAnAddress, PersonName

ADDRESS = "juniper.quillfeather@example.com"


@pytest.mark.parametrize(
    "text", [ADDRESS, f"  {ADDRESS.upper()} ", "o'hara+tag@mail.example.co.uk", "ä@bücher.example"]
)
def test_what_mail_servers_accept_is_an_address(text: str) -> None:
    assert EmailAddress.parse(text).value == text.strip().lower()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nobody",
        "a@b",
        "a b@example.com",
        "a@example.com, b@example.com",
        "a@example.com\r\nBcc: b@example.com",
        "x" * 65 + "@example.com",
        "a@" + "b" * 250 + ".com",
        "a@@example.com",
        "<a@example.com>",
    ],
)
def test_what_is_no_single_address_is_refused_without_being_repeated(text: str) -> None:
    with pytest.raises(NotAnAddress) as refused:
        EmailAddress.parse(text)

    assert not text or text not in str(refused.value)


def test_nothing_personal_stands_in_a_repr() -> None:
    subject = DataSubject(address=EmailAddress.parse(ADDRESS), name=PersonName("Juniper Quillfeather"))

    assert "uniper" not in repr(subject)


def test_a_mask_is_enough_to_recognise_ones_own() -> None:
    assert EmailAddress.parse(ADDRESS).masked == "j•••@e•••.com"
    assert PersonName("Juniper Quillfeather").masked == "J••• Q•••"
