"""`privacy-desk hold`, as it is typed."""

import io
from collections.abc import Callable

import pytest

from bot.domain.identity import SubjectKey
from bot.store.audit_rows import iter_events
from tests.commands.conftest import Typed
from tests.store.desk_store import DeskStore

TypeIn = Callable[..., Typed]
LEGAL = ("--kind", "legal", "--reason", "claim", "--by", "mia")


def test_a_hold_is_set_on_a_case_shown_and_lifted(type_in: TypeIn, store: DeskStore) -> None:
    case = store.keep_case(subject_key=SubjectKey("5e" * 32))
    store.database.close()

    added = type_in("hold", "add", "--case", case.number, *LEGAL)
    hold_id = added.out.split()[1]
    listed = type_in("hold", "list")
    lifted = type_in("hold", "lift", hold_id, "--by", "mia")

    assert (added.code, listed.code, lifted.code) == (0, 0, 0)
    assert "nothing of this person is erased until it is lifted" in added.out
    assert f"{hold_id}  legal  claim  case {case.case_id}  since" in listed.out
    assert "by Mia" in listed.out
    assert "Lifted." in lifted.out
    assert type_in("hold", "list").out == "No hold stands.\n"


def test_an_address_is_typed_in_and_shown_nowhere(
    type_in: TypeIn, store: DeskStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("wrenfield.quillgarth@example.com\n"))
    added = type_in("hold", "add", "--ask-address", *LEGAL)
    listed = type_in("hold", "list")

    with store.database.read() as connection:
        events = list(iter_events(connection))
    assert added.code == 0
    assert "person " in listed.out
    assert [event.action for event in events] == ["hold_set"]
    assert "wrenfield" not in f"{added.out}{listed.out}{events}"


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("add", "--case", "26-9999", *LEGAL), "There is no case 26-9999."),
        (("add", "--case", "26-9999", *LEGAL[:-1], "nobody"), "nobody is not on the list"),
        (("lift", "nothing", "--by", "mia"), "There is no hold nothing."),
        (("add", *LEGAL), "one of the arguments --case --ask-address is required"),
        (("add", "--case", "1", "--kind", "legal", "--reason", "mood", "--by", "mia"), "invalid choice: 'mood'"),
        (("add", "--case", "1", "--kind", "legal", "--reason", "claim"), "required: --by"),
    ],
)
def test_what_cannot_be_is_one_clear_sentence_and_nothing_is_done(
    type_in: TypeIn, store: DeskStore, words: tuple[str, ...], complaint: str
) -> None:
    typed = type_in("hold", *words)

    assert typed.code == 2
    assert complaint in typed.err
    with store.committing() as unit:
        assert unit.holds.list_standing() == ()


def test_a_reason_of_the_other_kind_is_refused(type_in: TypeIn, store: DeskStore) -> None:
    case = store.keep_case(subject_key=SubjectKey("5e" * 32))

    typed = type_in("hold", "add", "--case", case.number, "--kind", "fraud", "--reason", "claim", "--by", "mia")

    assert typed.code == 2
    assert "no reason for a fraud hold: choose one of payment_fraud" in typed.err
