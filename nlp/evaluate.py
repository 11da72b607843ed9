"""`python -m nlp.evaluate [--data FILE]`: what the classifier is worth, on mails it has not seen."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

from rich.console import Console
from rich.progress import track
from rich.table import Table

from nlp.classifier import DESK, MODEL, REHEARSAL, SpacyClassifier
from nlp.metrics import Figures, Judged, figures_of
from nlp.study import HELD_BACK
from nlp.training_mail import TrainingMail, read_corpus, read_mails


def judge(classifier: SpacyClassifier, mails: Sequence[TrainingMail]) -> list[Judged]:
    """Classify each mail and take the time."""
    return [_judge_one(classifier, mail) for mail in track(mails, "Classifying", transient=True)]


def held_back_mails() -> list[TrainingMail]:
    """The mails of the briefs that the rehearsal model never saw."""
    return [mail for mail in read_corpus() if mail.brief in HELD_BACK]


def show(console: Console, title: str, figures: Figures) -> None:
    """Print one run."""
    console.print(f"\n[bold]{title}[/bold]: {figures.mails} mails, {figures.requests} of them requests")
    console.print(f"  AUC privacy or not            {figures.auc:.3f}")
    console.print(f"  requests noticed              {figures.requests_noticed:.1%} (sure {figures.requests_sure:.1%})")
    console.print(f"  ordinary mail flagged         {figures.ordinary_flagged:.1%}")
    console.print(f"  ordinary mail wrongly sure    {figures.ordinary_wrongly_sure:.1%}")
    console.print(f"  left to a person              {figures.unsure:.1%}")
    console.print(f"  milliseconds a mail, median   {figures.median_ms:.2f}")
    console.print(f"  keywords find / flag          {figures.keyword_recall:.1%} / {figures.keyword_flagged:.1%}")
    table = Table("label", "precision", "recall", "F1", "mails", title=f"macro-F1 {figures.macro_f1:.3f}")
    for label, found in figures.labels.items():
        table.add_row(
            label.value, f"{found.precision:.2f}", f"{found.recall:.2f}", f"{found.f1:.2f}", str(found.present)
        )
    console.print(table)


def main(arguments: Sequence[str] | None = None) -> None:
    """Show the held-back briefs, then the file if one is given."""
    parser = argparse.ArgumentParser(prog="python -m nlp.evaluate", description=__doc__)
    parser.add_argument("--data", type=Path, help="JSONL: text or subject and body, labels, also_ok, stratum")
    chosen = parser.parse_args(arguments)
    console = Console()
    rehearsal = SpacyClassifier.load(MODEL / REHEARSAL)
    show(console, "Held-back briefs, rehearsal model", figures_of(judge(rehearsal, held_back_mails())))
    if chosen.data:
        desk = SpacyClassifier.load(MODEL / DESK)
        show(console, f"{chosen.data.name}, desk model", figures_of(judge(desk, read_mails([chosen.data]))))


def _judge_one(classifier: SpacyClassifier, mail: TrainingMail) -> Judged:
    started = perf_counter()
    said = classifier.classify(subject=mail.subject, body=mail.body)
    return Judged(mail=mail, said=said, milliseconds=(perf_counter() - started) * 1000)


if __name__ == "__main__":
    main()
