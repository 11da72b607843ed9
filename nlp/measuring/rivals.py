"""What the classifier is compared with: the market's keyword rule, and the plainest model that can be trained."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np

from bot.domain.classification import Classification, Decision, LabelScore
from bot.domain.request import RequestType
from nlp.measuring.logistic import LogisticRegression, fit_logistic
from nlp.measuring.tfidf import Tfidf
from nlp.training_mail import TrainingMail

KEYWORDS: Final = ("delete", "remove", "erase", "forget", "forgotten")
"""What DataGrail's e-mail intake looks for in subject and body (docs.datagrail.io, Request Intake, Email Intake).

One of them makes a deletion request. The product takes the rest of its mailbox for access requests, so that mailbox
has to be kept for requests alone; here, where it is not, the rest is ordinary.
"""

_YES: Final = 0.5


@dataclass(frozen=True, slots=True)
class KeywordRule:
    """A mail with one of the words asks for deletion, every other is ordinary."""

    def classify(self, *, subject: str, body: str) -> Classification:
        """Yes or no, and nothing between."""
        text = f"{subject}\n{body}".lower()
        if not any(keyword in text for keyword in KEYWORDS):
            return Classification(decision=Decision.NONE, probability=0.0)
        found = LabelScore(label=RequestType.ERASURE, confidence=1.0)
        return Classification(decision=Decision.PRIVACY, probability=1.0, labels=(found,))


@dataclass(frozen=True, slots=True, kw_only=True)
class TfidfRival:
    """TF-IDF over words and pairs of words, a logistic regression (L2, C = 1) per label and one for any: untuned."""

    terms: Tfidf
    privacy: LogisticRegression
    labels: dict[RequestType, LogisticRegression]

    @classmethod
    def trained_on(cls, mails: Sequence[TrainingMail]) -> Self:
        """Learn from whole mails as they came."""
        texts = [_text(mail.subject, mail.body) for mail in mails]
        terms = Tfidf.fit(texts)
        rows = terms.rows(texts)
        answers = {label: np.array([label in mail.labels for mail in mails]) for label in RequestType}
        return cls(
            terms=terms,
            privacy=fit_logistic(rows, np.array([mail.is_privacy for mail in mails])),
            labels={label: fit_logistic(rows, present) for label, present in answers.items()},
        )

    def classify(self, *, subject: str, body: str) -> Classification:
        """Yes from one half on, with every label from one half on, else the likeliest."""
        rows = self.terms.rows([_text(subject, body)])
        probability = float(self.privacy.probabilities(rows)[0])
        if probability < _YES:
            return Classification(decision=Decision.NONE, probability=probability)
        chances = {label: float(model.probabilities(rows)[0]) for label, model in self.labels.items()}
        ranked = sorted(chances, key=lambda label: -chances[label])
        said = [label for label in ranked if chances[label] >= _YES] or ranked[:1]
        labels = tuple(LabelScore(label=label, confidence=chances[label]) for label in said)
        return Classification(decision=Decision.PRIVACY, probability=probability, labels=labels)


def _text(subject: str, body: str) -> str:
    return f"{subject}\n{body}"
