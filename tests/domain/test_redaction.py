"""Rules about what of a customer's words may be shown."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.identity import EmailAddress
from bot.domain.redaction import excerpt, redact

PIECES = st.sampled_from(
    [
        "Hi", "Dear", "Jane", "Doe", "my name is", "Regards,", "Thanks", "\n", ",", ".", "order", "#", "RO-10234", "12",
        "4111 1111 1111 1111", "+44 7700 900123", "2026-11-25", "12.11.2026", "01.23.45.67.89", "•••", "•••• 1234",
        "jane@example.com", "@", "(at)", "https://example.com/a", "[link]", "12 High Street", "SW1A 1AA",
        "10115 Berlin", "1012 AB", "DE89 3704 0044 0532 0130 00", "PLZ", "cvv", "123", "-", "J.", "van", "I am", "Mr",
        "is", "(", "+", "> ", "name:", "id", "99999", "\nFrom:", "<", ">",
    ]
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("write to jane.doe+shop@example.com.", "write to j•••@e•••.com."),
        ("jane@mail.example.org", "j•••@m•••.org"),
        ("jane@localhost and jane (at) example.com", "j•••@l••• and j•••@e•••.com"),
        ("jane@example.comjim@example.com", "j•••@e•••.com"),
        ("call +44 7700 900123 today", "call •••23 today"),
        ("call (0151) 234-56.78", "call •••78"),
        ("Tél 01.23.45.67.89", "Tél •••89"),
        ("555-0123", "•••23"),
        ("order 113542617735902", "order •••02"),
        ("order #RO-10234, please", "order #•••34, please"),
        ("Bestellung Nr. 4711", "Bestellung Nr. •••11"),
        ("commande n° 123", "commande n° •••3"),
        ("customer number is 712", "customer number is •••2"),
        ("RO-10234 and #A77", "•••34 and #•••7"),
        ("4111 1111 1111 1111", "•••• 1111"),
        ("IBAN DE89 3704 0044 0532 0130 00 BIC COBADEFF", "IBAN DE•••00 BIC COBADEFF"),
        ("gb29nwbk60161331926819", "gb•••19"),
        ("see https://example.com/t?u=12, or www.example.org/a!", "see [link], or [link]!"),
        ("shop.example.net/account/jane", "[link]"),
        ("I live at 12 High Street, London SW1A 1AA", "I live at [address], London •••"),
        ("Hauptstraße 12, 10115 Berlin", "[address], ••• Berlin"),
        ("12 rue de la Paix, 75002 Paris", "[address], ••• Paris"),
        ("Calle Mayor 12, 28013 Madrid", "[address], ••• Madrid"),
        ("Keizersgracht 12, 1015 CJ Amsterdam", "[address], ••• Amsterdam"),
        ("my address, as before: 4711", "my address, as before: •••"),
        ("zip 90210-1234", "zip •••"),
    ],
)
def test_what_leads_to_a_person_is_masked(text: str, shown: str) -> None:
    assert redact(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "case 26-0142 under article 17 GDPR on 2026-11-25 for 12.50 EUR",
        "close my account and delete everything you hold about me",
        "under Regulation (EU) 2016/679 and Civil Code 1798.105(d), as I have every right to",
        "order of 12.11.2026, or 2 items from order 2026-11-25",
        "on 3/12/26 at 10:42 I paid 100 EUR in 2024",
        "my order is late, please return the money",
        "I want to return 2 items and order 12 more",
        "AB12 IS NOT AN ACCOUNT AT ALL AND NEVER WAS ONE",
        "",
    ],
)
def test_what_leads_to_nobody_stays(text: str) -> None:
    assert redact(text) == text


def test_an_invalid_account_number_is_still_a_long_number() -> None:
    assert redact("DE88 3704 0044 0532 0130 00") == "DE88 •••00"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("My name is Jane Doe and I moved", "My name is J••• D••• and I moved"),
        ("my name is jane doe and i moved", "my name is j••• d••• and i moved"),
        ("my name is jane doe please help", "my name is j••• d••• please help"),
        ("my name is jane van doe", "my name is j••• v••• doe"),
        ("Name: Jane O'Neil-Smith", "Name: J••• O•••"),
        ("Ich heiße Jane Doe", "Ich heiße J••• D•••"),
        ("Je m'appelle Jane Doe", "Je m'appelle J••• D•••"),
        ("Me llamo Jane Doe", "Me llamo J••• D•••"),
        ("Mi chiamo Jane Doe", "Mi chiamo J••• D•••"),
        ("Mijn naam is Jane Doe", "Mijn naam is J••• D•••"),
        ("I am Jane.", "I am J•••."),
        ("I am EU citizen and this is urgent", "I am EU citizen and this is urgent"),
        ("Mrs. Doe and Herr Doe", "Mrs. D••• and Herr D•••"),
        ("Dear Jane,\nhello", "Dear J•••,\nhello"),
        ("Sehr geehrte Damen und Herren,", "Sehr geehrte Damen und Herren,"),
        ("Dear Support Team,", "Dear Support Team,"),
        ("Bonjour Jane !", "Bonjour J••• !"),
        ("bye\nRegards,\nJane M. Doe\nLeeds", "bye\nRegards,\nJ••• M. D•••\nLeeds"),
        ("Best regards, jane", "Best regards, j•••"),
        ("Thanks,\nKind regards,\nJane", "Thanks,\nKind regards,\nJ•••"),
        ("Mit freundlichen Grüßen\n\nJane Doe\n", "Mit freundlichen Grüßen\n\nJ••• D•••\n"),
        ("Cordialement, Jane", "Cordialement, J•••"),
        ("Un saludo,\nJane", "Un saludo,\nJ•••"),
        ("Distinti saluti\nJane Doe", "Distinti saluti\nJ••• D•••"),
        ("Met vriendelijke groet,\nJane de Vries\n", "Met vriendelijke groet,\nJ••• de V•••\n"),
        ("Regards,\nJane D.\n", "Regards,\nJ••• D.\n"),
        ("> From: Jane Doe <jane@example.com>", "> From: J••• D••• <j•••@e•••.com>"),
        ("*Von:* Doe, Jane [mailto:jane@example.com]", "*Von:* D•••, J••• [mailto:j•••@e•••.com]"),
        ("To: RetailOps Support Team", "To: RetailOps Support Team"),
        ("From: the shop I want nothing", "From: the shop I want nothing"),
        ("On 3 May, Jane M. Doe <jane@example.com> wrote:", "On 3 May, J••• M. D••• <j•••@e•••.com> wrote:"),
        ("Delete jane@example.com, thank you", "Delete j•••@e•••.com, thank you"),
        ("Thanks,\nplease delete my account", "Thanks,\nplease delete my account"),
        ("Thank you. Delete everything.", "Thank you. Delete everything."),
        ("Thanks\nit was nice, really", "Thanks\nit was nice, really"),
    ],
)
def test_a_name_that_the_text_announces_is_masked_and_the_request_is_not(text: str, shown: str) -> None:
    assert redact(text) == shown


def test_the_names_given_are_masked_wherever_they_stand() -> None:
    text = "JANE asked; janes did not, nor o'neil's cat. Li did, li did not"

    assert redact(text, names=["Jane O'Neil", "Li", ""]) == (
        "J••• asked; janes did not, nor o•••'s cat. L••• did, li did not"
    )


def test_addresses_are_masked_as_everywhere_else() -> None:
    address = EmailAddress.parse("jane@example.com")

    assert redact(address.value) == address.masked


@settings(deadline=None)
@given(st.lists(PIECES, max_size=14), st.sampled_from(["", " "]), st.sampled_from([(), ("Jane Doe",), ("Link",)]))
def test_redacting_twice_changes_nothing_more(pieces: list[str], between: str, names: tuple[str, ...]) -> None:
    once = redact(between.join(pieces), names=names)

    assert redact(once, names=names) == once


@given(st.text(max_size=200))
def test_any_text_at_all_can_be_redacted(text: str) -> None:
    once = redact(text)

    assert redact(once) == once


def test_a_mask_that_makes_another_rule_fit_is_followed_up() -> None:
    shown = redact("cvv https://example.com/a4111 1111 1111 1111 it is")

    assert shown == "cvv [link] ••• it is"


@pytest.mark.parametrize(
    "seed",
    [
        "a", "a.", "A ", "1-", "1 ", "order ", "order number ", "http://", "www.a", "a-", "12 Aa ", "via aa ",
        "a (at) ", "my name is aa ", "Regards,\n", "Regards, Aa Bb Cc Dd Ee ", "hi aa\n", "AB12AB12", "address ", "> ",
        "\n", "1012 AB", "name: ", "•", "a@", "#a", "A'", "From: ", "From: Aa\n", "Aa <",
    ],
)  # fmt: skip
def test_hostile_text_takes_time_in_proportion_to_its_length(seed: str) -> None:
    short, long = (seed * (size // len(seed)) for size in (3_000, 24_000))

    assert _seconds(long) < 30 * _seconds(short) + 0.05


def test_a_long_text_is_redacted_like_its_parts() -> None:
    line = "order 113542617735902 by jane@example.com, +44 7700 900123\n"

    assert redact(line * 2_000) == redact(line) * 2_000


def test_an_excerpt_shows_the_words_around_the_evidence() -> None:
    text = f"{'before ' * 60}please close my account, jane@example.com, and delete everything. {'after ' * 60}"

    shown = excerpt(text, ["delete  everything"], limit=100)

    assert shown == "…close my account, j•••@e•••.com, and delete everything. after after after after after after…"


def test_a_short_text_is_shown_whole_on_one_line() -> None:
    assert excerpt("Hello,\n\n  delete\tit.\n", ["delete"]) == "Hello, delete it."


def test_evidence_far_apart_is_joined_by_an_ellipsis() -> None:
    text = f"first thing {'x ' * 200}second thing"

    shown = excerpt(text, ["second thing", "first thing", "first"], limit=60)

    assert shown.startswith("first thing x")
    assert shown.endswith("x second thing")
    assert " … " in shown
    assert len(shown) <= 60


def test_evidence_with_a_line_break_or_data_in_it_is_found_nevertheless() -> None:
    text = f"{'x ' * 200}remove jane@example.com\nfrom your list {'y ' * 200}"

    assert "remove j•••@e•••.com from your list" in excerpt(text, ["Remove jane@example.com from\nyour list"], limit=80)


def test_evidence_that_is_masked_only_where_it_stands_is_found_nevertheless() -> None:
    text = f"{'x ' * 200}my name is jane doe and I leave {'y ' * 200}"

    assert "my name is j••• d••• and I leave" in excerpt(text, ["jane doe and"], limit=60)


@pytest.mark.parametrize("evidence", [[], [""], ["not in there"]])
def test_without_evidence_the_beginning_is_shown(evidence: list[str]) -> None:
    shown = excerpt("hello there " * 50, evidence, limit=40)

    assert shown == "hello there hello there hello there…"


def test_names_are_masked_in_an_excerpt_too() -> None:
    assert excerpt("tell Jane to delete it", ["delete"], names=["Jane"]) == "tell J••• to delete it"


def test_a_word_without_end_is_cut() -> None:
    assert excerpt("x" * 500, ["x" * 400], limit=20) == f"{'x' * 19}…"
    assert excerpt(f"{'a' * 300} delete {'b' * 300}", ["delete"], limit=50) == "…delete…"


@given(st.text(alphabet="ab \n@.1", max_size=400), st.lists(st.text(alphabet="ab @1", max_size=12), max_size=4))
def test_an_excerpt_never_exceeds_its_limit(text: str, evidence: list[str]) -> None:
    for limit in (10, 60, 280):
        assert len(excerpt(text, evidence, limit=limit)) <= limit


def _seconds(text: str) -> float:
    """The processor's own time, best of three; eight times the text would take 64 times as long if it were squared."""
    taken = []
    for _ in range(3):
        start = time.process_time()
        redact(text, names=["Jane Doe"])
        taken.append(time.process_time() - start)
    return min(taken)
