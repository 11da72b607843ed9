"""`python -m tests.nlp.reply_report`: how exactly replies are parted from what they answer, beside libraries."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from rich.console import Console
from rich.table import Table

from nlp.own_words.cleaning import clean
from tests.nlp.reply_case import ReplyCase, read_cases
from tests.nlp.reply_rivals import Cutter, installed_rivals

OURS: Final = "ours"
_PARTS: Final = {"tuned": "worked on", "held_out": "held out", "last": "written last"}


def main() -> None:
    """One table a part with every cutter, then all cases by mail program and by language."""
    console = Console()
    cutters: dict[str, Cutter] = {OURS: lambda body: clean(body).kept, **installed_rivals()}
    parts = {title: read_cases(part) for part, title in _PARTS.items()}
    for title, cases in parts.items():
        console.print(_judgements(f"{title}: {len(cases)} mails", cases, cutters))
    everything = [case for cases in parts.values() for case in cases]
    console.print(_groups("mail program", everything, cutters, lambda case: case.client.split()[0]))
    console.print(_groups("language", everything, cutters, lambda case: case.language))


def _judgements(title: str, cases: Sequence[ReplyCase], cutters: Mapping[str, Cutter]) -> Table:
    table = Table(title=title)
    for heading in ("", "exact", "free of history, signature left or not", "own words lost"):
        table.add_column(heading)
    for name, cutter in cutters.items():
        kept = [(case, cutter(case.body)) for case in cases]
        counts = (
            sum(case.is_exact(text) for case, text in kept),
            sum(case.is_free_of_history(text) for case, text in kept),
            sum(case.has_lost_words(text) for case, text in kept),
        )
        table.add_row(name, *(_share(count, len(cases)) for count in counts))
    return table


def _groups(
    title: str, cases: Sequence[ReplyCase], cutters: Mapping[str, Cutter], group_of: Callable[[ReplyCase], str]
) -> Table:
    table = Table(title=f"exact, by {title}")
    for heading in (title, "mails", *cutters):
        table.add_column(heading)
    for group in sorted({group_of(case) for case in cases}):
        members = [case for case in cases if group_of(case) == group]
        exact = [sum(case.is_exact(cutter(case.body)) for case in members) for cutter in cutters.values()]
        table.add_row(group, str(len(members)), *map(str, exact))
    return table


def _share(count: int, total: int) -> str:
    return f"{count} ({count / total:.0%})"


if __name__ == "__main__":
    main()
