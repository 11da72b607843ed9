"""How many of a message's words no training mail used."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.novelty import VOCABULARY, Vocabulary, unknown_share

MAILS = ("Please delete my data", "please DELETE the café account", "My café is closed, Juniper Quillfeather")
KNOWN = Vocabulary.of(MAILS)


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("", 0.0),
        ("12 §§ a b 🙂 \x00", 0.0),
        ("Delete please", 0.0),
        ("CAFÉ cafe Café", 0.0),
        ("please expunge", 0.5),
        ("expunge dossiers", 1.0),
        ("please please please expunge", 0.5),
        ("Proszę usunąć moje dane", 1.0),
        ("请删除我的所有数据", 1.0),
        ("ממש למחוק", 1.0),
    ],
)
def test_it_is_the_share_of_different_words_that_training_never_saw(text: str, share: float) -> None:
    assert unknown_share(text, KNOWN) == pytest.approx(share)


def test_a_word_of_one_mail_alone_is_not_kept_so_no_signature_is() -> None:
    assert unknown_share("Juniper Quillfeather", KNOWN) == 1.0
    assert unknown_share("data", KNOWN) == 1.0, "the model leaves it out as well"


def test_digits_and_addresses_are_no_words() -> None:
    numbers = "please delete SO-99812 4111111111111111 juniper@example.com"

    assert unknown_share(numbers, KNOWN) == pytest.approx(1 / 3), "“addr” stands for the address"


def test_it_comes_back_from_its_file_and_the_same_words_give_the_same_bytes(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    KNOWN.write(tmp_path)
    Vocabulary.of(reversed(MAILS)).write(other)

    found = Vocabulary.find(tmp_path)

    assert found is not None
    assert found.hashes.tolist() == KNOWN.hashes.tolist()
    assert (tmp_path / VOCABULARY).read_bytes() == (other / VOCABULARY).read_bytes()


def test_a_model_from_before_has_none(tmp_path: Path) -> None:
    assert Vocabulary.find(tmp_path) is None


def test_nothing_learnt_knows_nothing(tmp_path: Path) -> None:
    Vocabulary.of([]).write(tmp_path)
    empty = Vocabulary.find(tmp_path)

    assert empty is not None
    assert unknown_share("please delete", empty) == 1.0


@given(st.text(st.characters(), max_size=400))
def test_any_text_whatever_has_a_share(text: str) -> None:
    assert 0.0 <= unknown_share(text, KNOWN) <= 1.0


@pytest.mark.parametrize(
    "text",
    ["word " * 200_000, "x" * 1_000_000, "é" * 500_000],
    ids=["words", "one word", "one accent"],
)
def test_a_megabyte_is_read_in_bounded_time(text: str) -> None:
    began = time.perf_counter()
    unknown_share(text, KNOWN)

    assert time.perf_counter() - began < 2
