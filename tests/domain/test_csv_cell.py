"""No cell of ours is a formula."""

import csv
import io

import pytest

from bot.domain.csv_cell import csv_row


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", " =1", "\uff1d1", "\uff20x"])
def test_what_could_begin_a_formula_is_led_by_an_apostrophe(text: str) -> None:
    (cells,) = csv.reader(io.StringIO(csv_row(text, "x"), newline=""))

    assert cells == [f"'{text}", "x"]


@pytest.mark.parametrize("text", ["", "delete", 'a "quoted" word', "a,b", "3.5", "a=b"])
def test_everything_else_stays_as_it_is(text: str) -> None:
    (cells,) = csv.reader(io.StringIO(csv_row(text, 7)))

    assert cells == [text, "7"]
