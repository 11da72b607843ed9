"""What the comparison of then and now says, as sentences for people."""

from datetime import date
from typing import Final, assert_never

from bot.domain.drift import LEAST, Drift, Figure, Finding, Standing
from bot.domain.proportion import Proportion
from bot.domain.tally import UNFAMILIAR_ABOVE
from bot.domain.written_date import written_date

LANGUAGES: Final[dict[str, str]] = {
    "en": "English",
    "de": "German",
    "fr": "French",
    "es": "Spanish",
    "it": "Italian",
    "nl": "Dutch",
    "und": "a language we cannot tell",
}

TITLES: Final[dict[Figure, str]] = {
    Figure.UNSURE: "Unsure",
    Figure.UNFAMILIAR: "Unfamiliar wording",
    Figure.AGREED: "Agreement with reviewers",
    Figure.NOT_PRIVACY: "Ordinary mail sent to review",
}

UNITS: Final[dict[Figure, str]] = {
    Figure.UNSURE: "messages",
    Figure.UNFAMILIAR: "messages",
    Figure.AGREED: "the requests that reviewers found",
    Figure.NOT_PRIVACY: "the messages that reviewers read",
}

MEANINGS: Final[dict[Figure, str]] = {
    Figure.UNSURE: "Messages that a person had to read, because the desk could not tell.",
    Figure.UNFAMILIAR: f"Messages in which more than {UNFAMILIAR_ABOVE} % of the words are new to the model.",
    Figure.AGREED: "How often a reviewer chose what the desk had suggested for an unsure message.",
    Figure.NOT_PRIVACY: "Unsure messages that turned out to ask for no privacy right.",
}

_COUNTED: Final[dict[Figure, str]] = {
    Figure.UNSURE: "message",
    Figure.UNFAMILIAR: "measured message",
    Figure.AGREED: "decision",
    Figure.NOT_PRIVACY: "decision",
}

_ADVICE: Final[dict[Figure, str]] = {
    Figure.UNSURE: "look at the review queue, then train anew",
    Figure.UNFAMILIAR: "see in the review queue what people write about now, then train anew",
    Figure.AGREED: "look at what reviewers chose instead, then train anew",
    Figure.NOT_PRIVACY: "people read more than they need to: train anew",
}


def verdict(drift: Drift, today: date) -> tuple[str, ...]:
    """What a reader should know first: what got worse, else what got better, else that all is as it was."""
    told = [each for each in drift.findings if each.standing is Standing.WORSE]
    told = told or [each for each in drift.findings if each.standing is Standing.BETTER]
    if told:
        return tuple(sentence(each, today) for each in told)
    if not drift.model_version:
        return ("No message has been read yet. What the desk is unsure of appears here as soon as mail comes in.",)
    if all(each.standing is Standing.TOO_FEW for each in drift.findings):
        return ("There is too little to compare yet, so there is no verdict.",)
    return ("Nothing has changed that chance would not explain.",)


def sentence(finding: Finding, today: date) -> str:
    """One figure: what it is now, what it was in the model's first weeks, and what to do if it got worse."""
    match finding.standing:
        case Standing.WORSE:
            return f"{_change(finding, today)}{_language(finding)}: {_ADVICE[finding.figure]}."
        case Standing.BETTER:
            return f"{_change(finding, today)}. That is better than it was."
        case Standing.STEADY:
            return (
                f"As it was: {percent(finding.recent)} of {UNITS[finding.figure]} in the last {finding.days} days, "
                f"{percent(finding.first)} in the model’s first weeks."
            )
        case Standing.TOO_FEW:
            return _too_few(finding)
        case _ as never:
            assert_never(never)


def percent(part: Proportion) -> str:
    """`12 %`, `4.2 %` below ten, `–` of nothing."""
    if not part.of:
        return "–"
    figure = 100 * part.share
    return f"{figure:.0f} %" if figure >= 9.95 or not part.count else f"{figure:.1f} %"


def interval(part: Proportion) -> str:
    """`9–15 %`: where the true share very likely lies."""
    return f"{100 * part.low:.0f}–{100 * part.high:.0f} %" if part.of else "–"


def language_words(code: str) -> str:
    """`Dutch`; a language we do not answer in keeps its code."""
    return LANGUAGES.get(code, f"the language “{code}”")


def _change(finding: Finding, today: date) -> str:
    since = f" since {written_date(finding.since, today)}" if finding.since else f" in the last {finding.days} days"
    change = f"{percent(finding.first)} → {percent(finding.recent)} of {UNITS[finding.figure]}"
    return f"{TITLES[finding.figure]} {_verb(finding)}{since}: {change}"


def _verb(finding: Finding) -> str:
    was, now = finding.first.share, finding.recent.share
    if now < was:
        return "has halved" if 0.45 <= now / was <= 0.55 else "has fallen"
    if was and 1.8 <= now / was <= 2.2:
        return "has doubled"
    return "has more than doubled" if now > 2.2 * was else "has risen"


def _language(finding: Finding) -> str:
    if finding.language is None:
        return ""
    code, part = finding.language
    return f"; {percent(part)} of it in {language_words(code)}"


def _too_few(finding: Finding) -> str:
    if finding.recent.of < LEAST:
        now = f"Too few to say: {_count(finding.recent.of, finding.figure)} in the last {finding.days} days"
        return f"{now} (a comparison needs {LEAST})."
    then = f"Nothing to compare with yet: {_count(finding.first.of, finding.figure)} in the model’s first weeks"
    return f"{then} (a comparison needs {LEAST})."


def _count(number: int, figure: Figure) -> str:
    return f"{number} {_COUNTED[figure]}{'' if number == 1 else 's'}"
