"""`python -m nlp.evaluate`: what the classifier is worth, on mails it has not seen, beside its rivals."""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import Final

from rich.console import Console
from rich.markup import escape
from rich.progress import track

from bot.ports.understanding import Classifier
from nlp.classifier import MODEL, SpacyClassifier
from nlp.measuring.evaluation import Evaluation, Rival, evaluate
from nlp.measuring.learning_curve import LearningCurve
from nlp.measuring.metrics import Judged
from nlp.measuring.rivals import KeywordRule, TfidfRival
from nlp.measuring.speed import speed_of, time_letter
from nlp.report.page import write_page
from nlp.report.terminal import show
from nlp.study import HELD_BACK
from nlp.training_mail import TrainingMail, read_corpus, read_mails

_UNREADABLE: Final = (OSError, ValueError, KeyError, TypeError, AttributeError)


def main(arguments: Sequence[str] | None = None) -> None:
    """Show the held-back briefs, then the file if one is given; write the page where asked."""
    chosen = _parser().parse_args(arguments)
    console = Console()
    tfidf = TfidfRival.trained_on([mail for mail in read_corpus() if mail.brief not in HELD_BACK])
    evaluations = [appraise("Held-back briefs", committed_classifier(), tfidf, held_back_mails())]
    if chosen.data:
        name, mails = chosen.data
        evaluations.append(appraise(name, committed_classifier(), tfidf, mails))
    for evaluation in evaluations:
        show(console, evaluation)
    if chosen.report:
        console.print(f"Written to {escape(str(write_page(evaluations, chosen.curves, chosen.report)))}")


def committed_classifier(folder: Path = MODEL) -> SpacyClassifier:
    """The committed model: the one at work, which never saw the held-back briefs."""
    return SpacyClassifier.load(folder)


def held_back_mails() -> list[TrainingMail]:
    """The mails of the briefs that no training sees."""
    return [mail for mail in read_corpus() if mail.brief in HELD_BACK]


def appraise(title: str, classifier: SpacyClassifier, tfidf: TfidfRival, mails: Sequence[TrainingMail]) -> Evaluation:
    """Let the classifier and its rivals read the same mails."""
    letter = time_letter(classifier)
    judged = judge(classifier, mails)
    return evaluate(
        title,
        judged,
        sure_from=classifier.stage.thresholds.sure,
        speed=speed_of(judged, letter),
        rivals=[
            Rival(name="keyword rule", judged=judge(KeywordRule(), mails)),
            Rival(name="TF-IDF", judged=judge(tfidf, mails)),
        ],
    )


def judge(classifier: Classifier, mails: Sequence[TrainingMail]) -> list[Judged]:
    """Classify each mail and take the time."""
    return [_judge_one(classifier, mail) for mail in track(mails, "Classifying", transient=True)]


def _judge_one(classifier: Classifier, mail: TrainingMail) -> Judged:
    started = perf_counter()
    said = classifier.classify(subject=mail.subject, body=mail.body)
    return Judged(mail=mail, said=said, milliseconds=(perf_counter() - started) * 1000)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m nlp.evaluate", description=__doc__)
    parser.add_argument(
        "--data",
        type=_labelled_mails,
        metavar="FILE",
        help="judge this file as well; JSONL: text (or subject and body), labels, and perhaps also_ok, lang, stratum",
    )
    parser.add_argument("--report", type=Path, metavar="DIR", help="write the figures as one page, DIR/evaluation.html")
    parser.add_argument("--curves", type=_curve, metavar="FILE", help="what nlp.curves --write wrote, for the page")
    return parser


def _labelled_mails(path: str) -> tuple[str, list[TrainingMail]]:
    """The file's name and its mails."""
    try:
        return Path(path).name, read_mails([Path(path)])
    except _UNREADABLE as error:
        raise argparse.ArgumentTypeError(f"{path} holds no labelled mails: {error}") from error


def _curve(path: str) -> LearningCurve:
    try:
        return LearningCurve.from_json(json.loads(Path(path).read_text("utf-8")))
    except _UNREADABLE as error:
        raise argparse.ArgumentTypeError(f"{path} holds no learning curve: {error}") from error


if __name__ == "__main__":
    main()
