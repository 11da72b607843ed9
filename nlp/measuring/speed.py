"""How long a message takes, one at a time on one thread."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import Final

import numpy as np

from bot.ports.understanding import Classifier
from nlp.measuring.metrics import Judged

SHORT: Final = 200
"""Characters, subject and body together."""

_TIMES: Final = 15

_LETTER: Final = """\
Dear Sir or Madam,

I am writing about two matters that have kept me busy for most of the spring. Neither is urgent, but both should end.
In February I bought a walnut sideboard from you for the hall of our new flat. It came on the day you had named. The
two men who carried it up four flights were patient and kind. One of the doors, however, does not close as it should.
My brother-in-law, who knows about hinges, had a look at it. He thinks that the frame was out of true before it was
packed. I sent you three photographs at the beginning of March. Someone answered the same afternoon and promised a new
door within a fortnight. That fortnight ended some time ago.

I then rang your line on a Monday morning. The lady was friendly, but she could not find my pictures. She asked me to
send them again, which I did while we were speaking. She read the number of the order back to me twice. We agreed that
a joiner would call in the week after Easter. I stayed at home for two whole days. Nobody came, and nobody rang.

The second matter is of another kind. Since the purchase I have had a catalogue from you almost every week. They are
handsome, and somebody has clearly taken trouble over them. But we have all the furniture that the rooms will hold. My
husband carries them straight to the paper bin. Please take our name and address off the list for anything of that
sort. I would also like to see what you have noted down about us over the years. A copy by e-mail would do, and there
is no need to print it. You may of course go on writing to me about the door. I shall be at home on most afternoons
until the end of the month. Please let me know which day would suit your joiner. It would be a pity to part over a
hinge.

Yours faithfully,
"""

LETTER: Final = "\n\n".join(" ".join(paragraph.split()) for paragraph in _LETTER.split("\n\n"))
"""Thirty sentences between greeting and closing, two requests among them; one line a paragraph."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Speed:
    """Milliseconds: half of all messages, half of the short ones, 99 of 100, and the long letter."""

    median: float
    short: float
    slowest: float
    letter: float


def speed_of(judged: Sequence[Judged], letter: float) -> Speed:
    """The times taken while judging; not a number where there was nothing to time."""
    times = [one.milliseconds for one in judged]
    short = [one.milliseconds for one in judged if len(one.mail.subject) + len(one.mail.body) <= SHORT]
    return Speed(
        median=median(times) if times else np.nan,
        short=median(short) if short else np.nan,
        slowest=float(np.percentile(times, 99)) if times else np.nan,
        letter=letter,
    )


def time_letter(classifier: Classifier) -> float:
    """The median of some readings of the letter."""
    return median(_time(classifier) for _ in range(_TIMES))


def _time(classifier: Classifier) -> float:
    started = perf_counter()
    classifier.classify(subject="The door, and the catalogues", body=LETTER)
    return (perf_counter() - started) * 1000
