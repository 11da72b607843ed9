"""Sentences, features and the linear model."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.encoder.component import RequestEncoder
from nlp.features import BUCKETS, buckets, plain
from nlp.linear import Recipe, train
from nlp.model_file import read_model, write_model
from nlp.pipeline import new_pipeline, new_reader
from nlp.scorer import MailFeatures, RequestScorer, mail_features, scores_of, sentence_spans

RECIPE = Recipe(epochs=4, rate=3.0, rare_below=1, seed=3)
TEXTS = ["please delete my data", "erase all my data", "where is my parcel", "the parcel is late"] * 3
TARGETS = np.array([[1, 0], [1, 0], [0, 1], [0, 1]] * 3, np.float32)


def trained() -> RequestScorer:
    scorer = RequestScorer()
    scorer.whole = scorer.sentence = train([buckets(text) for text in TEXTS], TARGETS, RECIPE, lambda: None)
    return scorer


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Hello. Where is it? Thanks!", ["Hello.", "Where is it?", "Thanks!"]),
        ("Subject\n\nBody", ["Subject", "Body"]),
        ("name: Jo\norder: 5\n", ["name: Jo", "order: 5"]),
        (
            "This line was folded by a mail program that breaks lines at seventy\nsigns, as they do.",
            ["This line was folded by a mail program that breaks lines at seventy\nsigns, as they do."],
        ),
        ("It costs 3.50 at example.com today", ["It costs 3.50 at example.com today"]),
        ("  \n ", []),
    ],
)
def test_sentences_end_at_marks_and_breaks_but_not_at_folds(text: str, sentences: list[str]) -> None:
    spans = sentence_spans(new_reader()(text))

    assert [text[start:end] for start, end in spans] == sentences


def test_case_accents_quotes_digits_and_addresses_do_not_change_the_features() -> None:
    assert plain("RÉCLAMATION “42” jo@example.com") == plain('reclamation "17"  ann@example.org')


@given(st.text(max_size=200))
def test_features_of_any_text_are_sorted_buckets(text: str) -> None:
    found = buckets(text)

    assert (np.diff(found) > 0).all()
    assert ((found >= 0) & (found < BUCKETS)).all()


def test_training_twice_gives_the_same_model() -> None:
    first, second = trained().whole, trained().whole

    assert first is not None
    assert second is not None
    assert np.array_equal(first.weights, second.weights)
    assert np.array_equal(first.bias, second.bias)


def test_what_was_learnt_carries_over_to_new_words_beside_known_ones() -> None:
    scores = trained().scores(mail_features(["kindly delete all data of mine"]))

    assert scores.whole[0] > scores.whole[1]


def test_a_model_read_back_scores_as_the_one_written(tmp_path: Path) -> None:
    model = trained().whole
    assert model is not None
    write_model(model, tmp_path / "model.npz")

    rows = [buckets("please erase my parcel")]
    assert np.allclose(read_model(tmp_path / "model.npz").logits(rows), model.logits(rows), atol=0.05)


def test_the_same_model_gives_the_same_file(tmp_path: Path) -> None:
    for name in ("one.npz", "two.npz"):
        model = trained().whole
        assert model is not None
        write_model(model, tmp_path / name)

    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()


def test_the_pipeline_scores_each_sentence_with_its_place() -> None:
    scores = scores_of(new_pipeline(trained(), RequestEncoder())("Please delete my data. Where is my parcel?"))

    assert scores.spans == ((0, 22), (23, 42))
    assert scores.sentences[0, 0] > scores.sentences[1, 0]


def test_a_text_without_sentences_still_has_scores() -> None:
    assert trained().scores(mail_features([])).stacked.shape == (3, 2)


def test_a_scorer_without_models_says_so() -> None:
    with pytest.raises(RuntimeError, match="no models"):
        RequestScorer().scores(MailFeatures(sentences=(buckets("a"),), whole=buckets("a")))
