"""Reviewed messages in the corpus's own format."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.request import RequestType
from bot.errors import UserError
from nlp.reviewed import as_line, fingerprint, read_reviewed, training_mail
from nlp.training_mail import read_corpus
from tests.store.samples import an_example

EXAMPLE = an_example("message-1")


def test_an_example_is_a_mail_of_its_months_brief() -> None:
    mail = training_mail(EXAMPLE)

    assert (mail.mail_id, mail.brief, mail.language) == ("example-1", "reviewed_2026_11", "en")
    assert (mail.subject, mail.body) == ("Alex wants to go", "please forget me, Alex")
    assert mail.labels == {RequestType.ERASURE}
    assert mail.evidence == ((RequestType.ERASURE, "please forget me"),)
    assert mail.may_be_reviewed


def test_a_file_teaches_just_what_the_examples_teach(tmp_path: Path) -> None:
    ordinary = an_example("message-2", "example-2", labels=())
    path = tmp_path / "reviewed.jsonl"
    path.write_text(f"{as_line(EXAMPLE)}\n\n{as_line(ordinary)}\n")

    assert read_reviewed(path) == [training_mail(EXAMPLE), training_mail(ordinary)]


def test_a_line_names_the_corrected_model_and_nobody_who_decided() -> None:
    row = json.loads(as_line(EXAMPLE))

    assert (row["model"], row["suggested"], row["decided_on"]) == ("7", ["erasure"], "2026-11-23")
    assert row.keys() >= json.loads((read_file_of_corpus()).splitlines()[0]).keys() - {"pair"}
    assert "amina" not in as_line(EXAMPLE)
    assert EXAMPLE.message_id not in as_line(EXAMPLE)
    assert EXAMPLE.subject_key not in as_line(EXAMPLE)


def read_file_of_corpus() -> str:
    return (Path("nlp/corpus") / "plain.jsonl").read_text("utf-8")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "holds no reviewed message"),
        ("not json\n", "is no file of reviewed messages"),
        ("[]\n", "is no file of reviewed messages"),
        ('{"body": "x", "labels": ["nonsense"]}\n', "is no file of reviewed messages"),
        ('{"body": "x", "labels": 7}\n', "is no file of reviewed messages"),
        ("[" * 100_000, "is no file of reviewed messages"),
    ],
)
def test_a_file_that_is_none_is_named(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "reviewed.jsonl"
    path.write_text(content)

    with pytest.raises(UserError, match=rf"reviewed\.jsonl {said}"):
        read_reviewed(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be read: No such file"):
        read_reviewed(tmp_path / "none.jsonl")


def test_the_fingerprint_is_of_what_is_taught_in_whatever_order() -> None:
    one, two = read_corpus()[:2]

    assert fingerprint([one, two]) == fingerprint([two, one])
    assert fingerprint([one]) != fingerprint([replace(one, labels=frozenset(RequestType))])
    assert fingerprint([one]) != fingerprint([one, two])
    later = replace(EXAMPLE, decided_at=EXAMPLE.decided_at + timedelta(days=60))
    assert fingerprint([training_mail(EXAMPLE)]) == fingerprint([training_mail(later)])
