"""Labelled mails from files."""

import json
from pathlib import Path

from nlp.training_mail import read_corpus, read_mails
from tests.nlp.judging import ACCESS, ERASURE


def test_borderline_rows_are_left_out_and_texts_read_as_bodies(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    rows = [
        {
            "id": "a",
            "text": "Delete me",
            "lang": "en",
            "labels": ["erasure"],
            "also_ok": ["access"],
            "stratum": "short",
        },
        {"id": "b", "text": "Hm", "labels": [], "stratum": "borderline"},
    ]
    file.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")

    [mail] = read_mails([file])

    assert mail.body == "Delete me"
    assert mail.language == "en"
    assert mail.labels == frozenset({ERASURE})
    assert mail.also_right == frozenset({ACCESS})


def test_every_row_of_the_corpus_is_sound() -> None:
    mails = read_corpus()

    assert len({mail.mail_id for mail in mails}) == len(mails)
    assert {mail.language for mail in mails} <= {"en", "de", "fr", "es", "it", "nl"}
    assert all({label for label, _ in mail.evidence} == mail.labels for mail in mails)
    assert all(words in mail.subject or words in mail.body for mail in mails for _, words in mail.evidence)
