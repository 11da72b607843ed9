import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.action import DataCategory, Record, SystemName
from bot.domain.case import CaseNumber
from bot.domain.disclosure import disclosable
from bot.domain.export_page import EXPORT_SCHEMA, Export, ExportSection, export_html, export_json
from bot.domain.request import Language
from bot.letters import load_letter_book

BOOK = load_letter_book().phrasebooks
CARD = "4111 1111 1111 1111"
TEXTS = st.text(st.characters(exclude_categories=()), max_size=30)
SECRET_FIELDS = (
    *("card_number", "cardNumber", "PAN", "cvv", "cvc2", "password", "password_hash", "user.passwd", "iban", "ssn"),
    *("api-key", "session_token", "secret", "driving_licence_number", "passport", "bankAccountNumber", "pin"),
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


def export(*records: Record, category: DataCategory = DataCategory.CONTACT) -> Export:
    section = ExportSection(title="Storefront", category=category, records=records, system=SystemName("storefront"))
    return Export(number=CaseNumber("26-0142"), created_at=datetime(2026, 12, 1, 9, tzinfo=UTC), sections=(section,))


def page(*records: Record, language: Language = Language.EN, category: DataCategory = DataCategory.CONTACT) -> str:
    return export_html(export(*records, category=category), BOOK[language]).decode()


def test_the_file_for_programs_names_its_schema_and_keeps_every_value() -> None:
    record = {"name": "Zoë", "since": 2021, "tags": ["a", "b"], "address": {"city": "Épinal", "flat": None}}

    content = json.loads(export_json(export(record)))

    assert content["schema"] == EXPORT_SCHEMA
    assert content["case"] == "26-0142"
    assert content["created_at"] == "2026-12-01T09:00:00+00:00"
    section = {"system": "Storefront", "category": "name_and_contact_details", "records": [record]}
    assert content["sections"] == [section]


def test_the_same_data_gives_the_same_bytes_whatever_the_order_of_its_fields() -> None:
    assert export_json(export({"a": 1, "b": 2})) == export_json(export({"b": 2, "a": 1}))


@given(st.lists(st.dictionaries(TEXTS, VALUES, max_size=8), max_size=3))
def test_any_record_can_be_exported(records: list[dict[str, object]]) -> None:
    assert json.loads(export_json(export(*records)))["case"] == "26-0142"
    assert page(*records).endswith("</html>\n")


def test_no_value_or_field_name_becomes_markup() -> None:
    html = page({"<img src=x>": "<script>alert(1)</script>", "b": {"<i>": ["<u>"]}})

    assert "<script" not in html
    assert "<img" not in html
    assert "<u>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_the_page_loads_nothing_and_runs_nothing() -> None:
    html = page({"name": "Zoë"})

    assert not any(part in html for part in ("<script", "<link", "<img", "src=", "url(", "@import", "http:", "https:"))


@pytest.mark.parametrize("name", SECRET_FIELDS)
def test_a_secret_is_described_and_never_shown(name: str) -> None:
    record = {name: "hush-4711", "inner": [{name: "hush-4711"}]}

    assert "hush" not in page(record)
    assert "held, not shown for your safety" in page(record)
    assert "hush" not in export_json(export(record)).decode()
    assert "[not shown: " in export_json(export(record)).decode()


@pytest.mark.parametrize(
    "name", ["last_four", "card_brand", "company", "opinion", "panel", "device_fingerprint", "address", "order_number"]
)
def test_what_only_sounds_like_a_secret_is_shown(name: str) -> None:
    assert "plain-4711" in page({name: "plain-4711"})


def test_a_secret_that_is_not_held_is_not_claimed_to_be() -> None:
    assert disclosable({"password": None, "cvv": ""}) == {"password": None, "cvv": ""}


@pytest.mark.parametrize("value", [f"my card is {CARD}, thanks", CARD.replace(" ", "-"), CARD.replace(" ", "")])
def test_a_card_number_in_any_text_shows_its_last_four_digits_only(value: str) -> None:
    assert "•••• 1111" in page({"words": value})
    assert "4111" not in page({"words": value})


def test_a_card_number_stored_as_a_number_is_masked_too() -> None:
    assert disclosable({"ref": int(CARD.replace(" ", ""))}) == {"ref": "•••• 1111"}


def test_a_number_that_is_no_card_stays() -> None:
    assert disclosable({"ref": 4111111111111112, "n": 7}) == {"ref": 4111111111111112, "n": 7}


def test_values_nested_without_end_are_cut_off_and_described() -> None:
    nested: object = "x"
    for _ in range(200):
        nested = [nested]

    assert "too deeply nested" in export_json(export({"a": nested})).decode()


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("category", DataCategory)
def test_the_page_explains_each_kind_of_data_in_the_customers_language(
    category: DataCategory, language: Language
) -> None:
    html, book = page({"a": "b"}, language=language, category=category), BOOK[language]

    assert f'<html lang="{language}">' in html
    assert book.say(f"export.categories.{category}") in html
    assert book.system("storefront", "") in html
    assert "help@retailops.com" in html
    assert "{" not in html.partition("</style>")[2]


def test_an_empty_export_says_so() -> None:
    assert "Our systems hold no data about you." in page()


def test_a_broad_record_stands_upright_so_that_it_fits_on_paper() -> None:
    broad = page({f"field_{index}": index for index in range(9)})

    assert '<th scope="row">Field 8</th><td>8</td>' in broad


def test_missing_and_yes_no_values_are_words() -> None:
    html = page({"a": None, "b": True, "c": False, "d": 0})

    assert "<td>nothing</td><td>yes</td><td>no</td><td>0</td>" in html
