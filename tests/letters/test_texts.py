"""The shipped texts: complete, consistent, plain."""

import copy
import re
import tomllib
from datetime import UTC, date, datetime
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from bot.domain.letter import LetterBook, text_file
from bot.domain.notice import NoticeTopic
from bot.domain.phrasebook import IncompleteTexts
from bot.domain.request import Language
from bot.letters import load_letter_book

BOOK = load_letter_book()
DAY = date(2026, 12, 29)
LONGEST_SENTENCE = 32
FACTS_OF_THE_NOTICE = {
    NoticeTopic.CONTACT: ("RetailOps, Inc.", "1759 Oceanside Blvd.", "help@retailops.com", "help.retailops.com"),
    NoticeTopic.REGULATOR: ("Information Commissioner's Office",),
    NoticeTopic.MARKETING: ("help@retailops.com",),
    NoticeTopic.ADVERTISING: ("RetailOps.com",),
}


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((files("bot.letters") / name).read_text(encoding="utf-8"))


@pytest.fixture
def texts() -> dict[Language, dict[str, Any]]:
    return {
        language: copy.deepcopy(_read(f"{language}.toml") | _read(f"notice_{language}.toml")) for language in Language
    }


@pytest.mark.parametrize(
    ("table", "key", "file"), [("lines", "deleted", "de.toml"), ("notice", "why", "notice_de.toml")]
)
def test_a_missing_text_stops_the_start_and_names_file_and_key(
    texts: dict[Language, dict[str, Any]], table: str, key: str, file: str
) -> None:
    del texts[Language.DE][table][key]

    with pytest.raises(IncompleteTexts, match=rf"^{re.escape(file)}: {table}\.{key} is missing$"):
        LetterBook.parse(texts, {})


def test_a_text_for_a_new_reason_is_asked_for_in_english_first(texts: dict[Language, dict[str, Any]]) -> None:
    for language in Language:
        del texts[language]["reasons"]["other"]

    with pytest.raises(IncompleteTexts, match=r"^en\.toml: reasons\.other is missing$"):
        LetterBook.parse(texts, {})


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Gelöscht.", "must use the placeholders"),
        ("Gelöscht: {sachen}.", "must use the placeholders"),
        ("Gelöscht: {items} {0}.", "brace that is no placeholder"),
        ("", "is missing"),
    ],
)
def test_a_translation_cannot_lose_or_invent_a_placeholder(
    texts: dict[Language, dict[str, Any]], text: str, problem: str
) -> None:
    texts[Language.DE]["lines"]["deleted"] = text

    with pytest.raises(
        IncompleteTexts, match=f"de.toml: lines.deleted {problem}|de.toml: lines.deleted has a {problem}"
    ):
        LetterBook.parse(texts, {})


def test_a_text_that_no_letter_uses_is_found(texts: dict[Language, dict[str, Any]]) -> None:
    texts[Language.FR]["lines"]["old"] = "vieux"

    with pytest.raises(IncompleteTexts, match=r"fr\.toml: lines\.old is not a text any letter uses"):
        LetterBook.parse(texts, {})


def _write(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for shipped in files("bot.letters").iterdir():
        if shipped.name.endswith(".toml"):
            _write(tmp_path, shipped.name, shipped.read_text(encoding="utf-8"))
    return tmp_path


def test_a_copied_folder_loads_like_the_shipped_one(folder: Path) -> None:
    assert load_letter_book(folder) == BOOK


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "it.toml").unlink()

    with pytest.raises(IncompleteTexts, match=r"^it\.toml is missing$"):
        load_letter_book(folder)


def test_a_file_that_cannot_be_read_is_named_with_the_place(folder: Path) -> None:
    _write(folder, "it.toml", "[dates\n")

    with pytest.raises(IncompleteTexts, match=r"^it\.toml: .*line 1"):
        load_letter_book(folder)


def test_a_table_in_the_wrong_file_is_named(folder: Path) -> None:
    _write(folder, "notice_it.toml", "[lines]\n" + (folder / "notice_it.toml").read_text(encoding="utf-8"))

    with pytest.raises(IncompleteTexts, match=r"^notice_it\.toml: lines does not belong there$"):
        load_letter_book(folder)


def test_notice_answers_stand_in_their_own_file() -> None:
    assert text_file(Language.NL, "notice.why") == "notice_nl.toml"
    assert text_file(Language.NL, "lines.kept") == "nl.toml"


@pytest.mark.parametrize(
    ("language", "written"),
    [
        (Language.EN, "Tuesday 29 December 2026"),
        (Language.DE, "Dienstag, 29. Dezember 2026"),
        (Language.FR, "mardi 29 décembre 2026"),
        (Language.ES, "martes 29 de diciembre de 2026"),
        (Language.IT, "martedì 29 dicembre 2026"),
        (Language.NL, "dinsdag 29 december 2026"),
    ],
)
def test_dates_are_written_out(language: Language, written: str) -> None:
    assert BOOK.phrasebooks[language].date(DAY) == written


def test_the_first_of_a_month_is_written_as_the_language_does() -> None:
    assert BOOK.phrasebooks[Language.FR].date(date(2027, 3, 1)) == "lundi 1er mars 2027"
    assert BOOK.phrasebooks[Language.EN].date(date(2027, 3, 1)) == "Monday 1 March 2027"


def test_a_moment_names_its_zone() -> None:
    at = datetime(2026, 11, 26, 9, 5, tzinfo=UTC)

    assert BOOK.phrasebooks[Language.DE].moment(at) == "Donnerstag, 26. November 2026, 09:05 Uhr (UTC)"


@pytest.mark.parametrize(
    ("what", "number", "words"),
    [
        ("profile", 1, "1 profile"),
        ("addresses", 1, "1 address"),
        ("address", 3, "3 addresses"),
        ("pick_records", 2, "2 pick records"),
        ("Audience entry", 2, "2 audience entries"),
        ("{gizmo}", 1, "1 record"),
        ("gizmos", 2, "2 records"),
    ],
)
def test_counts_have_the_right_plural_whichever_form_the_system_used(what: str, number: int, words: str) -> None:
    assert BOOK.phrasebooks[Language.EN].count(what, number) == words


def test_counts_read_as_a_list_and_leave_out_what_is_not_there() -> None:
    counts = {"profile": 1, "cards": 0, "addresses": 3, "gizmos": 1, "doodads": 1}

    assert BOOK.phrasebooks[Language.DE].counts(counts) == "1 Profil, 3 Adressen und 2 Datensätze"
    assert BOOK.phrasebooks[Language.EN].counts({"order": 1}) == "1 order"


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("topic", NoticeTopic)
def test_every_topic_has_an_answer_with_the_facts_of_the_notice(topic: NoticeTopic, language: Language) -> None:
    answer = BOOK.notice_answer(topic, language)

    assert all(fact in answer for fact in FACTS_OF_THE_NOTICE.get(topic, ()))
    assert 80 < len(answer) < 1000


@pytest.mark.parametrize("language", Language)
def test_a_complaint_draft_shows_its_gaps_until_they_are_filled(language: Language) -> None:
    draft = BOOK.complaint_draft(language)

    assert draft.count("…") == 3
    assert BOOK.is_unedited_draft(draft)
    assert not BOOK.is_unedited_draft(draft.replace("…", "nothing."))


@pytest.mark.parametrize("language", Language)
def test_our_words_never_shout(language: Language) -> None:
    assert not [text for text in BOOK.phrasebooks[language].texts.values() if "!" in text or "¡" in text]


@pytest.mark.parametrize("language", Language)
def test_our_sentences_stay_short_in_every_language(language: Language) -> None:
    texts = BOOK.phrasebooks[language].texts.items()
    sentences = [(key, each.split()) for key, text in texts for each in re.split(r"(?<=[.:?])\s", text)]
    long = [(key, len(words)) for key, words in sentences if len(words) > LONGEST_SENTENCE]
    lengths = [len(words) for _, words in sentences if len(words) > 3]

    assert not long
    assert sum(lengths) / len(lengths) <= 14


def test_answers_have_paragraphs_not_wrapped_lines() -> None:
    for language in Language:
        for topic in NoticeTopic:
            lines = BOOK.notice_answer(topic, language).splitlines()
            assert all(not (first and second) for first, second in pairwise(lines)), (language, topic)


@pytest.mark.parametrize("language", Language)
def test_the_identity_letter_names_the_button_of_the_customers_page(language: Language) -> None:
    page = tomllib.loads((files("handlers") / "customer_texts" / f"{language}.toml").read_text(encoding="utf-8"))

    assert page["buttons"]["stop"] in BOOK.phrasebooks[language].say("identity_request.stop")
