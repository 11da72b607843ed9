"""`python -m nlp.curves [--write FILE]`: train the first stage on ever more briefs, and see whether more would pay."""

import argparse
import json
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from nlp.calibration import PRIVACY
from nlp.first_stage import fit_scorer, ticks_of_a_fit
from nlp.measuring.learning_curve import LearningCurve, Step
from nlp.measuring.ranking import Ranking
from nlp.pipeline import new_reader
from nlp.scorer import RequestScorer
from nlp.study import HELD_BACK, StudiedMail, study
from nlp.training_mail import corpus_fingerprint, read_corpus

SIZES: Final = (4, 8, 16)
ORDERS: Final = 3
_SEED: Final = 7


def trainings(briefs: Sequence[str]) -> Iterator[tuple[int, frozenset[str]]]:
    """Which briefs to learn from: the first 4, 8 and 16 of each seeded order, then all of them once."""
    for order in range(ORDERS):
        shuffled = np.random.default_rng([_SEED, order]).permutation(sorted(briefs))
        yield from ((order, frozenset(shuffled[:size].tolist())) for size in SIZES if size < len(briefs))
    yield 0, frozenset(briefs)


def learn(studied: Sequence[StudiedMail], tick: Callable[[], None]) -> LearningCurve:
    """Train and judge once per size and order; `tick` is called after each epoch."""
    unseen = [one for one in studied if one.mail.brief in HELD_BACK]
    seen = [one for one in studied if one.mail.brief not in HELD_BACK]
    steps = []
    for order, chosen in trainings(sorted({one.mail.brief for one in seen})):
        mails = [one for one in seen if one.mail.brief in chosen]
        steps.append(_step(fit_scorer(mails, tick), unseen, briefs=len(chosen), mails=len(mails), order=order))
    return LearningCurve(corpus=corpus_fingerprint(), held_back=len(unseen), steps=tuple(steps))


def show(console: Console, curve: LearningCurve) -> None:
    """Print one row per number of briefs."""
    table = Table(
        "briefs", "mails", "AUC", "worst to best", "ordinary flagged at 95 % recall",
        title=f"Linear stage alone, without calibration or rules, on {curve.held_back} mails held back",
    )  # fmt: skip
    for stage in curve.stages:
        table.add_row(
            str(stage.briefs), f"{stage.mails:.0f}", f"{stage.auc:.3f}",
            f"{stage.worst:.3f} to {stage.best:.3f}", f"{stage.flagged_at_95:.1%}",
        )  # fmt: skip
    console.print(table)


def main(arguments: Sequence[str] | None = None) -> None:
    """Learn, print, and write the steps where asked."""
    parser = argparse.ArgumentParser(prog="python -m nlp.curves", description=__doc__)
    parser.add_argument("--write", type=Path, metavar="FILE", help="JSON that nlp.evaluate --curves can show")
    chosen = parser.parse_args(arguments)
    console = Console()
    mails, reader = read_corpus(), new_reader()
    briefs = {mail.brief for mail in mails} - HELD_BACK
    with Progress(console=console) as progress:
        studied = [study(mail, reader) for mail in progress.track(mails, description="Reading the corpus")]
        epochs = len(list(trainings(sorted(briefs)))) * ticks_of_a_fit()
        task = progress.add_task("Training", total=epochs)
        curve = learn(studied, partial(progress.advance, task))
    show(console, curve)
    if chosen.write:
        chosen.write.parent.mkdir(parents=True, exist_ok=True)
        chosen.write.write_text(json.dumps(curve.as_json(), indent=1) + "\n", "utf-8")
        console.print(f"Written to {chosen.write}")


def _step(scorer: RequestScorer, unseen: Sequence[StudiedMail], *, briefs: int, mails: int, order: int) -> Step:
    """Judged by the mean of the three privacy scores: what they rank needs no calibration."""
    ranking = Ranking.of([float(scorer.scores(one.features).stacked[:, PRIVACY].mean()) for one in unseen])
    requests = np.array([one.mail.is_privacy for one in unseen], np.float64)
    return Step(
        briefs=briefs,
        mails=mails,
        order=order,
        auc=round(ranking.auc(requests, 1 - requests), 4),
        flagged_at_95=round(ranking.flagged_at(0.95, requests, 1 - requests), 4),
    )


if __name__ == "__main__":
    main()
