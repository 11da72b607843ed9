"""An evaluation on the terminal."""

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from nlp.measuring.evaluation import Evaluation
from nlp.report.figure_words import number_span, number_words, share_span, share_words
from nlp.report.headline import HEADLINES, PACES
from nlp.report.row import Estimate, label_rows, language_rows


def show(console: Console, evaluation: Evaluation) -> None:
    """Print headlines beside the rivals, then labels, languages and speed."""
    figures = evaluation.measured.figures
    console.print(
        f"\n[bold]{escape(evaluation.title)}[/bold]: {figures.mails} mails, {figures.requests} of them requests, "
        f"{figures.ordinary} ordinary; model {escape(evaluation.model_version)}"
    )
    for table in (_headlines(evaluation), _labels(evaluation), _languages(evaluation), _paces(evaluation)):
        console.print(table)


def _headlines(evaluation: Evaluation) -> Table:
    table = Table("figure", "classifier", "95 % interval", *map(escape, evaluation.rivals), "goal")
    for headline in HEADLINES:
        rivals = [headline.figure(rival.figures) for rival in evaluation.rivals.values()]
        table.add_row(
            headline.name,
            headline.words(headline.figure(evaluation.measured.figures)),
            headline.span(evaluation.measured),
            *map(headline.words, rivals),
            headline.goal_words,
        )
    return table


def _labels(evaluation: Evaluation) -> Table:
    table = Table("label", "mails", "precision", "recall", "F1", *(f"{escape(name)}: F1" for name in evaluation.rivals))
    for row in label_rows(evaluation):
        rivals = [number_words(value) for value in row.rivals]
        table.add_row(row.name, str(row.mails), _told(row.precision), _told(row.recall), _told(row.f1), *rivals)
    return table


def _languages(evaluation: Evaluation) -> Table:
    table = Table(
        "language", "mails", "requests", "recall at the sure threshold", "sure", "noticed", "ordinary flagged",
        "wrongly sure", "flagged at 95 %", "AUC",
    )  # fmt: skip
    for row in language_rows(evaluation):
        found = row.figures
        table.add_row(
            escape(row.code), str(found.mails), str(found.requests),
            f"{share_words(row.above_sure.value)} ({share_span(row.above_sure.interval)})",
            *map(share_words, (found.requests_sure, found.requests_noticed, found.ordinary_flagged)),
            *map(share_words, (found.ordinary_wrongly_sure, found.flagged_at_95)), number_words(found.auc),
        )  # fmt: skip
    return table


def _paces(evaluation: Evaluation) -> Table:
    table = Table("speed, one thread", "classifier", "goal")
    for pace in PACES:
        table.add_row(pace.name, pace.words(evaluation.speed), pace.goal_words)
    return table


def _told(estimate: Estimate) -> str:
    span = number_span(estimate.interval)
    return f"{number_words(estimate.value)} ({span})" if span else number_words(estimate.value)
