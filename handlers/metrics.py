"""`/metrics` for a monitoring system: counts alone, in Prometheus' text format (version 0.0.4)."""

import hmac
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from flask import Blueprint, Response, request

from bot.domain.drift import model_in_use
from bot.domain.tally import UNKNOWN_STEPS, Agreement, DecidedOn, ReadingTally, Tallies
from bot.ports.tallies import TallyView

_PREFIX: Final = "privacy_desk_"
_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
_ESCAPES: Final = str.maketrans({"\\": "\\\\", "\n": "\\n", '"': '\\"'})

Samples = Iterable[tuple[Mapping[str, str], int | float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Metrics:
    """One route, for whoever knows the token.

    An address proves nothing: behind a proxy on the same machine, everybody comes from 127.0.0.1.
    """

    tallies: TallyView
    token: str = field(repr=False)

    def blueprint(self) -> Blueprint:
        """The route checks its caller itself."""
        pages = Blueprint("metrics", __name__)
        pages.add_url_rule("/metrics", view_func=self.show_metrics)
        return pages

    def show_metrics(self) -> Response:
        """What was counted since the first day; counters never fall, and live through a restart."""
        if not self._is_known(request.headers.get("Authorization", "")):
            return Response("the token is missing or wrong\n", 401, {"WWW-Authenticate": "Bearer"}, "text/plain")
        lines = "".join(f"{words}\n" for words in exposition(self.tallies.total()))
        return Response(lines.encode("utf-8", "replace"), content_type=_TYPE)

    def _is_known(self, shown: str) -> bool:
        kind, _, token = shown.partition(" ")
        is_same = hmac.compare_digest(token.strip().encode("utf-8", "replace"), self.token.encode())
        return is_same and kind.lower() == "bearer"


def exposition(tallies: Tallies) -> Iterator[str]:
    """The lines of the answer."""
    read: Counter[tuple[str, str]] = Counter()
    for tally in tallies.readings:
        read[tally.decision, tally.language] += tally.messages
    yield from _metric(
        "messages_classified_total",
        "counter",
        "Messages read, mail from machines left out.",
        (({"decision": decision, "language": language}, count) for (decision, language), count in sorted(read.items())),
    )
    asked, corrected = dict.fromkeys(Agreement, 0), 0
    for decided in tallies.decisions:
        if decided.decided_on is DecidedOn.REVIEW:
            asked[decided.agreement] += decided.decisions
        else:
            corrected += decided.decisions
    yield from _metric(
        "review_agreement_total",
        "counter",
        "Reviewers' decisions about unsure messages, beside what was suggested.",
        (({"outcome": outcome}, count) for outcome, count in asked.items()),
    )
    yield from _metric(
        "readings_corrected_total",
        "counter",
        "Cases whose message a person read differently.",
        [({}, corrected)],
    )
    yield from _histogram([tally for tally in tallies.readings if tally.unknown_up_to is not None])
    version = model_in_use(tallies)
    models = [({"version": version}, 1)] if tallies.readings else []
    yield from _metric("model_info", "gauge", "The model that read last.", models)


def _histogram(measured: list[ReadingTally]) -> Iterator[str]:
    name = f"{_PREFIX}unknown_words_share"
    yield from _head("unknown_words_share", "histogram", "Share of a message's words that no training mail used.")
    for step in UNKNOWN_STEPS:
        below = sum(tally.messages for tally in measured if (tally.unknown_up_to or 0) <= step)
        yield f'{name}_bucket{{le="{step / 100}"}} {below}'
    count = sum(tally.messages for tally in measured)
    yield f'{name}_bucket{{le="+Inf"}} {count}'
    yield f"{name}_sum {sum(tally.unknown_permille for tally in measured) / 1000}"
    yield f"{name}_count {count}"


def _metric(name: str, kind: str, words: str, samples: Samples) -> Iterator[str]:
    yield from _head(name, kind, words)
    for labels, value in samples:
        shown = ",".join(f'{label}="{text.translate(_ESCAPES)}"' for label, text in labels.items())
        yield f"{_PREFIX}{name}{{{shown}}} {value}" if shown else f"{_PREFIX}{name} {value}"


def _head(name: str, kind: str, words: str) -> Iterator[str]:
    yield f"# HELP {_PREFIX}{name} {words}"
    yield f"# TYPE {_PREFIX}{name} {kind}"
