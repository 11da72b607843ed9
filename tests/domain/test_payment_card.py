"""Rules about card numbers in free text. All numbers are the schemes' published test numbers."""

import random
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.payment_card import mask_cards, passes_luhn
from bot.domain.redaction import mask_cards as mask_cards_of_redaction

DIGITS_AND_GAPS = st.text(alphabet="0123456789 -\n.+•411111", max_size=80)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("4111 1111 1111 1111", "•••• 1111"),
        ("card 4111-1111-1111-1111.", "card •••• 1111."),
        ("4242424242424242", "•••• 4242"),
        ("amex 3782 822463 10005 please", "amex •••• 0005 please"),
        ("Visa4111111111111111", "Visa•••• 1111"),
        ("4222222222222 is an old one", "•••• 2222 is an old one"),
        ("6304 0000 0000 0000 (Maestro)", "•••• 0000 (Maestro)"),
        ("４１１１１１１１１１１１１１１１", "•••• １１１１"),
        ("4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", "•••• 1111"),
        ("4111\u00a01111\u202f1111\u20131111", "•••• 1111"),
        ("> 4111 1111\n> 1111 1111", "> •••• 1111"),
        ("2 4111 1111 1111 1111 12/27", "2 •••• 1111 12/27"),
        ("4111111111111111 2026-11-25", "•••• 1111 2026-11-25"),
        ("4111111111111111 5555555555554444", "•••• 1111 •••• 4444"),
        ("4111 1 11111111111 5555555555554444 9", "•••• 1111 •••• 4444 9"),
        ("+44 7700 900123 4111 1111 1111 1111", "+44 7700 900123 •••• 1111"),
    ],
)
def test_card_numbers_keep_their_last_four_digits_only(text: str, masked: str) -> None:
    assert mask_cards(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "4111 1111 1111 1112",
        "order 113542617735902",
        "order 370795561790",
        "41111111111111111234567",
        "1234567890123456",
        "call +49 1512 3456789 or 0044 20 7946 0958",
        "+4111111111111",
        "41111111\n11111111",
        "2026-11-25 10:42, 12.50 EUR",
        "DE89 3704 0044 0532 0130 00",
        "no digits at all",
        "",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert mask_cards(text) == text


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("my CVV is 123", "my CVV is •••"),
        ("CVC: 1234!", "CVC: •••!"),
        ("the security code on the back is 987.", "the security code on the back is •••."),
        ("Kartenprüfnummer 123", "Kartenprüfnummer •••"),
        ("Der Sicherheitscode lautet 987", "Der Sicherheitscode lautet •••"),
        ("le cryptogramme visuel est 456", "le cryptogramme visuel est •••"),
        ("code de sécurité : 456", "code de sécurité : •••"),
        ("el código de seguridad es 321", "el código de seguridad es •••"),
        ("codice di sicurezza 321", "codice di sicurezza •••"),
        ("mijn beveiligingscode is 654", "mijn beveiligingscode is •••"),
        ("123 is my cvv", "••• is my cvv"),
        ("it is 123 (CVV)", "it is ••• (CVV)"),
        ("4111 1111 1111 1111 CVV 123", "•••• 1111 CVV •••"),
        ("4111 1111 1111 1111 12/27 123", "•••• 1111 12/27 •••"),
        ("4111 1111 1111 1111, exp 12/2027, 123", "•••• 1111, exp 12/2027, •••"),
        ("CVV 123, CVC 456", "CVV •••, CVC •••"),
    ],
)
def test_security_codes_go_in_six_languages(text: str, masked: str) -> None:
    assert mask_cards(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "the security code you sent is 123456",
        "CVV 2,500",
        "my cvv was stolen",
        "room 123, floor 4",
        "accident 123",
        "the cvv of •••• 1111",
    ],
)
def test_numbers_that_are_no_security_code_stay(text: str) -> None:
    assert mask_cards(text) == text


@given(DIGITS_AND_GAPS)
@example("4111 1111 1111 1111 1234 5678 9012 3")
@example("1234 5678 9012 3 4111 1111 1111 1111")
def test_masking_twice_changes_nothing_more(text: str) -> None:
    once = mask_cards(text)

    assert mask_cards(once) == once


@given(st.from_regex(r"[2-689]\d{11,17}", fullmatch=True), st.text(alphabet="abc ,;()", max_size=20))
def test_every_number_that_passes_the_check_is_masked_wherever_it_stands(body: str, around: str) -> None:
    check = next(digit for digit in "0123456789" if passes_luhn(body + digit))

    masked = mask_cards(f"{around}{body}{check}{around}")

    assert masked == f"{around}•••• {(body + check)[-4:]}{around}"


def test_about_one_other_number_in_ten_is_masked_by_mistake() -> None:
    numbers = random.Random(7)  # noqa: S311 - a fixed sample, no secret

    sample = [f"4{numbers.randrange(10**15):015}" for _ in range(4_000)]

    assert 0.08 < sum(mask_cards(number) != number for number in sample) / len(sample) < 0.12


@pytest.mark.parametrize(
    "seed",
    [
        "1",
        "1 ",
        "4111111111111111 ",
        "4111 1111 1111 111",
        "cvv ",
        "123 cvv ",
        "1\n> ",
        "• 1",
        "security code a",
        "12/27 ",
    ],
)
def test_hostile_text_takes_time_in_proportion_to_its_length(seed: str) -> None:
    short, long = (seed * (size // len(seed)) for size in (5_000, 40_000))

    assert _seconds(long) < 30 * _seconds(short) + 0.05


def test_redaction_offers_the_same_mask() -> None:
    assert mask_cards_of_redaction is mask_cards


def _seconds(text: str) -> float:
    """The processor's own time, best of three; eight times the text would take 64 times as long if it were squared."""
    taken = []
    for _ in range(3):
        start = time.process_time()
        mask_cards(text)
        taken.append(time.process_time() - start)
    return min(taken)
