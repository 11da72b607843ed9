"""Word pieces, as BERT's vocabulary spells them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.classifier import MODEL
from nlp.encoder.word_pieces import VOCABULARY_FILE, WordPieces

SMALL = ["[UNK]", "delete", "my", "data", "del", "##ete", "##d", "cafe", ",", "!", "2", "##0"]


@pytest.fixture(scope="module")
def pieces() -> WordPieces:
    return WordPieces.load(MODEL / "pipeline" / "request_encoder" / VOCABULARY_FILE)


@pytest.fixture
def small(tmp_path: Path) -> WordPieces:
    (tmp_path / VOCABULARY_FILE).write_text("\n".join(SMALL), "utf-8")
    return WordPieces.load(tmp_path / VOCABULARY_FILE)


@pytest.mark.parametrize(
    ("text", "spelt"),
    [
        ("Delete my data!", ["delete", "my", "data", "!"]),
        ("deleted", ["delete", "##d"]),
        ("Café,my", ["cafe", ",", "my"]),
        ("200", ["2", "##0", "##0"]),
        ("unheard", ["[UNK]"]),
        ("data" * 30, ["[UNK]"]),
        ("da\u200bta", ["data"]),
        (" \n ", []),
    ],
)
def test_a_text_is_spelt_in_the_longest_known_pieces(small: WordPieces, text: str, spelt: list[str]) -> None:
    assert [SMALL[number] for number in small.tokens(text).ids] == spelt


def test_each_piece_knows_where_it_stands(small: WordPieces) -> None:
    text = "  Café, deleted"
    tokens = small.tokens(text)

    assert [text[start:end] for start, end in zip(tokens.starts, tokens.ends, strict=True)] == [
        "Café",
        ",",
        "delete",
        "d",
    ]


def test_the_committed_vocabulary_spells_as_published(pieces: WordPieces) -> None:
    # Numbers from the model card's tokenizer, for "Please erase everything you've got on me (DSGVO)."
    assert pieces.tokens("Please erase everything you've got on me (DSGVO).").ids.tolist() == [
        3531, 22505, 2673, 2017, 1005, 2310, 2288, 2006, 2033, 1006, 16233, 2290, 6767, 1007, 1012,
    ]  # fmt: skip


@given(st.text(max_size=80))
def test_any_text_can_be_spelt_and_places_stay_inside_it(text: str) -> None:
    pieces = WordPieces(numbers={"[UNK]": 0, "a": 1, "##a": 2}, longest=5)
    tokens = pieces.tokens(text)

    assert ((tokens.starts >= 0) & (tokens.starts < tokens.ends) & (tokens.ends <= len(text))).all()
    assert (tokens.starts[1:] >= tokens.starts[:-1]).all()
