"""The evaluation on the terminal."""

from io import StringIO

from rich.console import Console

from nlp.report.terminal import show
from tests.nlp.report.sample import evaluation, mails


def printed(*, title: str = "Held-back briefs", rival: str = "keywords", count: int = 5) -> str:
    written = StringIO()
    show(Console(file=written, width=220), evaluation(mails() * count, title=title, rival=rival))
    return written.getvalue()


def test_every_figure_is_printed_beside_its_rival() -> None:
    words = printed()

    assert "20 mails, 10 of them requests, 10 ordinary; model 1+abc" in words
    assert "Requests noticed" in words
    assert "keywords: F1" in words
    assert "2.50 ms" in words
    assert "61.0 ms" in words


def test_labels_that_nobody_named_are_left_out() -> None:
    words = printed()

    assert "erasure" in words
    assert "portability" not in words


def test_names_from_outside_are_not_taken_for_markup() -> None:
    assert "[bold red]rows[/]" in printed(title="[bold red]rows[/]")
    assert "[/oops]: F1" in printed(rival="[/oops]")


def test_nothing_measured_prints_dashes() -> None:
    assert "–" in printed(count=0)
