"""The evaluation as a page."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

import pytest

from nlp.report.page import page, write_page
from tests.nlp.judging import ERASURE, judged, mail, nothing
from tests.nlp.report.sample import CURVE, evaluation, mails

VOID: Final = frozenset({"meta", "link", "br"})
HOSTILE: Final = "<script>alert('x')</script>\"'><img src=x onerror=alert(1)>{{ 7 * 7 }}"


class Outline(HTMLParser):
    """Every element with its attributes; refuses what is not closed where it should be."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        assert len(dict(attrs)) == len(attrs), f"<{tag}> has an attribute twice"
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def whole() -> str:
    return page([evaluation(mails() * 5), evaluation(mails(), title="rows.jsonl")], CURVE)


def test_the_page_is_whole_and_well_formed(whole: str) -> None:
    outline = Outline(whole)

    ids = [attributes["id"] for _, attributes in outline.elements if "id" in attributes]
    links = [str(attributes["href"]) for tag, attributes in outline.elements if tag == "a"]
    assert len(set(ids)) == len(ids)
    assert {link.removeprefix("#") for link in links} == set(ids) == {"part-1", "part-2", "curve", "counting"}
    assert {"svg", "table", "style", "title"} <= {tag for tag, _ in outline.elements}


def test_the_page_runs_nothing_and_fetches_nothing(whole: str) -> None:
    elements = Outline(whole).elements

    assert {"script", "img", "iframe", "object", "form"}.isdisjoint(tag for tag, _ in elements)
    assert not [name for _, attributes in elements for name in attributes if name.startswith("on") or name == "src"]
    assert not re.search(r"https?:|url\(|@import", whole)
    assert "default-src 'none'" in whole


def test_every_table_names_its_columns_and_every_drawing_says_what_it_is(whole: str) -> None:
    elements = Outline(whole).elements

    assert all("scope" in attributes for tag, attributes in elements if tag == "th")
    assert all(attributes.get("aria-label") for tag, attributes in elements if tag == "svg")


def test_the_figures_stand_on_the_page(whole: str) -> None:
    text = " ".join(re.sub(r"<[^>]+>", " ", whole).split())

    assert "20 mails: 10 make a privacy request, 10 are ordinary" in text
    assert "50.0 % of requests noticed" in text
    assert "2.50 ms a message" in text
    assert "≤ 60 ms ✗ not yet" in text
    assert "≤ 150 ms ✓ reached" in text
    assert "0.725" in text


def test_words_from_outside_are_escaped() -> None:
    read = judged(replace(mail(ERASURE, language=HOSTILE, body=HOSTILE), mail_id=HOSTILE), nothing(0.1))

    written = page([evaluation([read], title=HOSTILE, rival=HOSTILE)])

    assert {"script", "img"}.isdisjoint(tag for tag, _ in Outline(written).elements)
    assert "&lt;script&gt;" in written
    assert "{{ 7 * 7 }}" in written


def test_nobody_can_be_recognised_on_the_page() -> None:
    body = "Erase me. Zdenka Vrbova, zdenka@example.com, 020 7946 0123, order 884213\nKind regards\nZdenka Vrbova"

    written = page([evaluation([judged(mail(ERASURE, body=body), nothing(0.1))])])

    assert "Erase me." in written
    assert not [word for word in ("Zdenka", "Vrbova", "zdenka", "7946", "8842") if word in written]


def test_without_a_curve_there_is_no_chapter_for_it() -> None:
    written = page([evaluation(mails())])

    assert "Learning curve" not in written
    assert Outline(written).elements


def test_an_evaluation_of_nothing_is_a_page_too() -> None:
    assert "0 mails" in page([evaluation([])])


def test_the_folder_is_made(tmp_path: Path) -> None:
    path = write_page([evaluation(mails())], None, tmp_path / "deep" / "report")

    assert path == tmp_path / "deep" / "report" / "evaluation.html"
    assert path.read_text("utf-8").startswith("<!doctype html>")
