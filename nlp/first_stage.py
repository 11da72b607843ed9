"""Fitting the linear models, and scoring every mail by models that never saw its brief."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from nlp.calibration import PRIVACY
from nlp.linear import Recipe, train
from nlp.ownership import Booleans, owned_labels
from nlp.scorer import MailScores, RequestScorer
from nlp.study import StudiedMail, folds, sentence_lesson, whole_lesson

WHOLE: Final = Recipe(epochs=10, rate=6.0, rare_below=2, seed=11)
SENTENCE: Final = Recipe(epochs=8, rate=3.0, rare_below=2, seed=13)
FOLDS: Final = 4

Ticks = Callable[[], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unseen:
    """What the first stage says about a mail of a brief it was not trained on."""

    scores: MailScores
    owned: Booleans


def fit_scorer(studied: Sequence[StudiedMail], tick: Ticks) -> RequestScorer:
    """Both linear models on these mails; `tick` after each of `ticks_of_a_fit` rounds."""
    scorer = RequestScorer()
    whole, sentence = whole_lesson(studied), sentence_lesson(studied)
    scorer.whole = train(whole.rows, whole.targets, WHOLE, tick)
    scorer.sentence = train(sentence.rows, sentence.targets, SENTENCE, tick)
    return scorer


def ticks_of_a_fit() -> int:
    """How many rounds one fit takes."""
    return WHOLE.epochs + SENTENCE.epochs


def score_unseen(studied: Sequence[StudiedMail], tick: Ticks, *, reviewed: Sequence[StudiedMail] = ()) -> list[Unseen]:
    """For each mail, in order, by a model of the other folds and of the reviewed mails."""
    found: dict[int, Unseen] = {}
    for fold in folds(studied, FOLDS):
        scorer = fit_scorer([*(one for one in studied if one.mail.brief not in fold), *reviewed], tick)
        found |= {place: _unseen(scorer, one) for place, one in enumerate(studied) if one.mail.brief in fold}
    return [found[place] for place in range(len(studied))]


def _unseen(scorer: RequestScorer, one: StudiedMail) -> Unseen:
    scores = scorer.scores(one.features, one.spans)
    owned = owned_labels(one.reading, scores, scorer.score_words) if one.spans else np.zeros(PRIVACY, np.bool_)
    return Unseen(scores=scores, owned=owned)
