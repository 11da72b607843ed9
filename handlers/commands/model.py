"""`privacy-desk model`: which models there are, what each is worth, and which is in use."""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from bot.domain.model_card import HeldBackFigures, ListedModel

_HEADS: Final = ("model", "trained", "reviewed", "AUC", "noticed", "wrongly sure", "flagged", "macro-F1", "")
_WORDS: Final = frozenset({"model", "trained", ""})
"""Columns that begin at the left; numbers end at the right."""


def add_model_commands(model: argparse.ArgumentParser) -> None:
    """What can be done with models; what was typed stands in `what`, `name`, `folder` and `file`."""
    commands = model.add_subparsers(dest="what", required=True, metavar="WHAT")
    for name, words in (
        ("list", "show every model with its figures, and which is in use"),
        ("train", "train one from the corpus and from what people decided about messages"),
        ("add", "take in a model that `python -m nlp.train --with-reviewed` made elsewhere"),
        ("promote", "put a model into use, if it is not worse than the one in use"),
        ("rollback", "put the model into use that was in use before"),
        ("export", "write what people decided, masked, to a file in the corpus's format"),
    ):
        command = commands.add_parser(name, help=words, description=words)
        if name == "promote":
            command.add_argument("name", metavar="MODEL", help="as `list` names it")
        if name == "add":
            command.add_argument("folder", type=Path, metavar="FOLDER", help="where it stands; it is copied")
        if name == "export":
            command.add_argument("file", type=Path, metavar="FILE.jsonl", help="must not be there yet")


def describe(models: Sequence[ListedModel]) -> Iterator[str]:
    """A table for people, with what its columns mean below."""
    rows = [_HEADS, *map(_row, models)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = zip(_HEADS, row, widths, strict=True)
        yield "  ".join(
            f"{cell:<{width}}" if head in _WORDS else f"{cell:>{width}}" for head, cell, width in cells
        ).rstrip()
    measured = next((model.card.figures.mails for model in models if model.card.figures), 0)
    yield ""
    yield f"Measured on {measured:,} mails that no training sees. Reviewed: messages learnt from people's decisions."
    yield "Noticed: requests not missed. Wrongly sure: ordinary mail that would open a case. Flagged: sure or unsure."


def describe_comparison(name: str, complaints: Sequence[str]) -> Iterator[str]:
    """Whether a model may be promoted, and what is against it."""
    if not complaints:
        yield f"{name} is not worse than the model in use."
        return
    yield f"{name} is worse than the model in use, so it is not put into use:"
    yield from (f"  {complaint}" for complaint in complaints)


def _row(model: ListedModel) -> tuple[str, ...]:
    card = model.card
    is_own = model.name == card.version
    return (
        f"{'*' if model.is_in_use else ' '} {model.name if is_own else f'{model.name} ({card.version})'}",
        f"{card.created_at:%Y-%m-%d}" if is_own else "–",
        str(card.reviewed),
        *_cells(card.figures),
        _standing(model),
    )


def _cells(figures: HeldBackFigures | None) -> tuple[str, ...]:
    if figures is None:
        return ("–",) * 5
    shares = (figures.noticed, figures.wrongly_sure, figures.flagged)
    return (f"{figures.auc:.4f}", *(f"{share:.1%}" for share in shares), f"{figures.macro_f1:.4f}")


def _standing(model: ListedModel) -> str:
    if model.is_in_use:
        return f"in use since {model.promoted_at:%Y-%m-%d}" if model.promoted_at else "in use"
    if model.card.figures is None:
        return "cannot be loaded by this version of the program"
    return f"was promoted {model.promoted_at:%Y-%m-%d}" if model.promoted_at else ""
