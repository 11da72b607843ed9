"""How well worded letters are known: `python -m tests.nlp.letter_report [corpus file …]`."""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from nlp.letters.template_letters import read_template
from nlp.reading import read_message
from tests.nlp.letter_case import letters, others


def main(files: Iterable[str]) -> None:
    """Recall, precision and exact fields over our own letters; then what is found in a corpus."""
    sys.stdout.write("\n".join([*_own(), *_corpus(map(Path, files))]) + "\n")


def _own() -> Iterator[str]:
    read = [(case, read_template(case.text, title=case.title)) for case in letters()]
    seen = [(case, letter) for case, letter in read if letter is not None]
    wrong = sum(read_template(case.text, title=case.title) is not None for case in others())
    exact = sum(case.letter == replace(letter, acting="") for case, letter in seen)
    kinds = sum(case.letter is not None and case.letter.kind is letter.kind for case, letter in seen)
    yield f"letters known {len(seen)} of {len(read)}, of the right kind {kinds}, all fields exact {exact}"
    yield f"others taken for letters {wrong} of {len(others())}; precision {len(seen) / (len(seen) + wrong):.3f}"


def _corpus(files: Iterable[Path]) -> Iterator[str]:
    found: Counter[str] = Counter()
    rows = [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]
    for row in rows:
        letter = read_message(row["subject"], row["body"]).letter
        if letter is not None:
            wanted = set(row["labels"])
            found[f"{letter.kind} on {'privacy' if wanted else 'ordinary'} mail"] += 1
            found["requests that the label has"] += len(wanted & set(letter.requests))
            found["requests that it has not"] += len(set(letter.requests) - wanted)
    yield from (f"{name}: {count}" for name, count in sorted(found.items()))
    yield f"mails read: {len(rows)}"


if __name__ == "__main__":
    main(sys.argv[1:])
