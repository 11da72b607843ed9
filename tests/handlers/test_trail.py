"""Who did what."""

from dataclasses import replace

from bot.domain.staff import StaffDirectory
from handlers.trail import actor_names, short_id
from tests.handlers.stories import AMINA, a_case, a_trail


def test_everybody_in_the_trail_has_a_name() -> None:
    first, *_ = a_trail(a_case())
    actors = ["system", "customer", "staff:amina", "slack:U42", "staff:gone", "operator"]
    staff = StaffDirectory.of([replace(AMINA, slack_user="U42")])

    names = actor_names([replace(first, actor=actor) for actor in actors], staff)

    assert names == {
        "system": "The desk",
        "customer": "The customer",
        "staff:amina": "Amina Ortolan",
        "slack:U42": "Amina Ortolan",
        "staff:gone": "staff:gone",
        "operator": "operator",
    }


def test_long_ids_are_cut_and_words_are_not() -> None:
    assert short_id("4ec178a7805ecc964e578d89616c83e7") == "4ec178a7…"
    assert short_id("26-0003") == "26-0003"
    assert short_id("awaiting_verification") == "awaiting_verification"
