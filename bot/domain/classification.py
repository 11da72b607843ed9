"""What the classifier says about a message."""

from dataclasses import dataclass, field
from enum import StrEnum

from bot.domain.identity import Identifiers
from bot.domain.person import WRITER_ALONE, Concerned
from bot.domain.reply_turn import ReplyTurn
from bot.domain.request import RequestType, Scope
from bot.domain.template_letter import TemplateLetter


class Decision(StrEnum):
    """Sure it is, cannot tell, sure it is not."""

    PRIVACY = "privacy"
    UNSURE = "unsure"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelScore:
    """One request found in the message, with the words that led to it.

    `about` says whom it is about. `condition` are the words for which it shall wait ("once my refund is here"), empty
    when it shall wait for nothing.
    """

    label: RequestType
    confidence: float
    evidence: tuple[str, ...] = field(default=(), repr=False)
    about: Concerned = WRITER_ALONE
    condition: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Classification:
    """A decision with its grounds.

    `probability` is that of "this message exercises a privacy right", 0 to 1. `labels` are those worth
    acting on (decision PRIVACY) or worth suggesting to a person (UNSURE), most confident first; empty for NONE.
    `language` is an ISO 639-1 code or "und". `reasons` says in plain words why the decision is UNSURE.
    `about` and `condition` hold for a request that only a person finds in the message; `takes_back` are the words by
    which an earlier request is withdrawn. `unknown_words` is the share of its different words, 0 to 1, that no training
    mail used; None: the model cannot tell.
    """

    decision: Decision
    probability: float
    labels: tuple[LabelScore, ...] = ()
    scope: Scope = Scope()
    language: str = "und"
    identifiers: Identifiers = Identifiers()
    reasons: tuple[str, ...] = field(default=(), repr=False)
    model_version: str = ""
    about: Concerned = WRITER_ALONE
    condition: str = field(default="", repr=False)
    takes_back: str = field(default="", repr=False)
    unknown_words: float | None = None
    letter: TemplateLetter | None = None
    reply: frozenset[ReplyTurn] = frozenset()

    def about_for(self, label: RequestType) -> Concerned:
        """Whom a request of that kind is about."""
        score = self._find(label)
        return score.about if score else self.about

    def condition_for(self, label: RequestType) -> str:
        """What a request of that kind shall wait for, in the writer's words."""
        score = self._find(label)
        return score.condition if score else self.condition

    def _find(self, label: RequestType) -> LabelScore | None:
        return next((score for score in self.labels if score.label is label), None)
