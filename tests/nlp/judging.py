"""Judged mails made by hand."""

from bot.domain.classification import Classification, Decision, LabelScore
from bot.domain.request import RequestType
from nlp.measuring.metrics import Judged
from nlp.training_mail import TrainingMail

ERASURE, ACCESS, COMPLAINT = RequestType.ERASURE, RequestType.ACCESS, RequestType.COMPLAINT


def mail(
    *labels: RequestType, also: tuple[RequestType, ...] = (), language: str = "en", body: str = ""
) -> TrainingMail:
    """A mail that makes these requests, and may be read as making the others."""
    return TrainingMail(
        mail_id="m-1",
        brief="b",
        subject="",
        body=body,
        labels=frozenset(labels),
        also_right=frozenset(also),
        language=language,
    )


def sure(probability: float, *labels: RequestType) -> Classification:
    """The classifier would open a case for each label."""
    found = tuple(LabelScore(label=label, confidence=0.9) for label in labels)
    return Classification(decision=Decision.PRIVACY, probability=probability, labels=found)


def unsure(probability: float, *labels: RequestType) -> Classification:
    """The classifier asks a person and suggests these."""
    found = tuple(LabelScore(label=label, confidence=0.4) for label in labels)
    return Classification(decision=Decision.UNSURE, probability=probability, labels=found)


def nothing(probability: float) -> Classification:
    """The classifier lets it pass."""
    return Classification(decision=Decision.NONE, probability=probability)


def judged(mail: TrainingMail, said: Classification, milliseconds: float = 2.0) -> Judged:
    """Both together."""
    return Judged(mail=mail, said=said, milliseconds=milliseconds)
