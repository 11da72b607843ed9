"""The evaluation as one page of HTML: nothing is fetched, nothing runs, every word from outside is escaped."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from nlp.measuring.confusion import COLUMNS, ROWS
from nlp.measuring.evaluation import Evaluation
from nlp.measuring.learning_curve import LearningCurve
from nlp.report.curve_chart import curve_chart
from nlp.report.figure_words import number_span, number_words, share_span, share_words
from nlp.report.headline import HEADLINES, PACES
from nlp.report.reliability_chart import reliability_chart
from nlp.report.row import label_rows, language_rows

FILE: Final = "evaluation.html"


def write_page(evaluations: Sequence[Evaluation], curve: LearningCurve | None, folder: Path) -> Path:
    """Write `evaluation.html` into the folder, which is made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE
    path.write_text(page(evaluations, curve), "utf-8")
    return path


def page(evaluations: Sequence[Evaluation], curve: LearningCurve | None = None) -> str:
    """The whole page."""
    return _environment().get_template("page.html").render(evaluations=evaluations, curve=curve)


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(number=number_words, share=share_words, number_span=number_span, share_span=share_span)
    environment.globals.update(
        headlines=HEADLINES,
        paces=PACES,
        columns=COLUMNS,
        rows=ROWS,
        label_rows=label_rows,
        language_rows=language_rows,
        reliability_chart=reliability_chart,
        curve_chart=curve_chart,
    )
    return environment
