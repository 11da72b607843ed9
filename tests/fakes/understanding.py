"""A classifier that reads plain stage directions: `[erasure 0.97]`, `[unsure access 0.6]`, or nothing."""

import re
from datetime import date
from typing import Final

from bot.domain.agent import Agent, Authority
from bot.domain.classification import Classification, Decision, LabelScore
from bot.domain.correction import CorrectableField, Correction
from bot.domain.identity import EmailAddress, Identifiers
from bot.domain.notice import NoticeTopic
from bot.domain.person import WRITER_ALONE, AnotherPerson
from bot.domain.reply_turn import ReplyTurn
from bot.domain.request import Language, RequestType, Scope

_LABEL: Final = re.compile(r"\[(?:unsure )?(\w+) (\d\.\d+)\]")
_ADDRESS: Final = re.compile(r"[\w.-]+@[\w.-]+\.\w+")
_ORDER: Final = re.compile(r"SO-\d+")
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_CONDITION: Final = re.compile(r"\[wait: ([^\]]+)\]")
_ABOUT: Final = re.compile(r"\[for: ([^\]]+)\]")
_AGENT: Final = re.compile(r"\[agent: ([^\]]+)\]")
_TURN: Final = re.compile(rf"\[({'|'.join(ReplyTurn)})\]")
_CHANGE: Final = re.compile(r"name: (.+) -> (.+)")


class FakeClassifier:
    """A Classifier and a CorrectionReader at once."""

    def classify(self, *, subject: str, body: str) -> Classification:
        text = f"{subject}\n{body}"
        condition = "".join(_CONDITION.findall(text))
        agent = next((_agent(name) for name in _AGENT.findall(text)), None)
        about = tuple(_person(words, agent) for words in _ABOUT.findall(text)) or WRITER_ALONE
        labels = tuple(
            LabelScore(
                label=RequestType(name),
                confidence=float(score),
                evidence=(f"[{name} {score}]",),
                condition=condition,
                about=about,
            )
            for name, score in _LABEL.findall(text)
        )
        decision = Decision.UNSURE if "[unsure" in text else Decision.PRIVACY if labels else Decision.NONE
        return Classification(
            decision=decision,
            probability=max((score.confidence for score in labels), default=0.0),
            labels=tuple(sorted(labels, key=lambda score: -score.confidence)),
            scope=Scope(service_messages="[service messages too]" in text),
            language="de" if "[german]" in text else "en" if "[english]" in text else "und",
            identifiers=Identifiers(
                emails=tuple(map(EmailAddress.parse, _ADDRESS.findall(body))), orders=tuple(_ORDER.findall(body))
            ),
            takes_back="I take it back" if "[takes back]" in text else "",
            model_version="fake-1",
            about=about,
            condition=condition,
            reply=frozenset(map(ReplyTurn, _TURN.findall(text))),
        )

    def find_correction(self, text: str) -> Correction | None:
        found = _CHANGE.search(text)
        return Correction(what=CorrectableField.NAME, old=found[1], new=found[2]) if found else None


def _agent(name: str) -> Agent:
    """`[agent: Broomline]`, always with a permission that is said to be attached."""
    return Agent(name=name, is_organisation=True, authority=Authority.PERMISSION, says_attached=True)


def _person(words: str, agent: Agent | None) -> AnotherPerson | None:
    """`[for: me]`, `[for: my wife anna@example.org SO-1]`."""
    if words == "me":
        return None
    plain = _ORDER.sub("", _ADDRESS.sub("", words)).strip()
    emails = tuple(map(EmailAddress.parse, _ADDRESS.findall(words)))
    named = Identifiers(emails=emails, orders=tuple(_ORDER.findall(words)))
    return AnotherPerson(words=plain, identifiers=named, agent=agent)


def find_date(words: str, *, language: Language, received_on: date) -> date | None:
    """An ISO date in the words, unless it is over."""
    found = _DAY.search(words)
    day = date.fromisoformat(found[0]) if found else None
    return day if day and day > received_on else None


def find_topics(text: str, language: Language) -> tuple[NoticeTopic, ...]:
    """Always the general answer, and what is named in capitals."""
    named = tuple(topic for topic in NoticeTopic if topic.name in text)
    return named or (NoticeTopic.GENERAL,)
