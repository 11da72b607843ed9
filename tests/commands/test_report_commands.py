"""`privacy-desk pack` and `report metrics`, as they are typed."""

import csv
import io
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from bot.domain.case import CaseState
from bot.domain.receipt import Receipt
from bot.domain.request import Regime, RequestType
from tests.commands.conftest import Typed
from tests.store.desk_store import DeskStore
from tests.store.samples import ADDRESS, NOW

TypeIn = Callable[..., Typed]


def test_a_pack_is_written_as_page_and_as_json(type_in: TypeIn, store: DeskStore, tmp_path: Path) -> None:
    case = store.keep_case()

    typed = type_in("pack", case.number, "--to", str(tmp_path))

    assert (typed.code, typed.err) == (0, "")
    page, plain = (tmp_path / f"pack-{case.number}.{kind}" for kind in ("html", "json"))
    assert typed.out == f"Written: {page}\nWritten: {plain}\n"
    assert json.loads(plain.read_bytes())["case"]["person_concerned"] == ADDRESS.value
    assert ADDRESS.value in page.read_text(encoding="utf-8")


def test_a_case_that_is_not_there_and_a_folder_that_is_not_there_are_sentences(
    type_in: TypeIn, store: DeskStore, tmp_path: Path
) -> None:
    case = store.keep_case()

    nobody = type_in("pack", "99-9999", "--to", str(tmp_path))
    nowhere = type_in("pack", case.number, "--to", str(tmp_path / "none"))

    assert (nobody.code, "There is no case 99-9999." in nobody.err) == (2, True)
    assert (nowhere.code, "cannot be written: No such file or directory" in nowhere.err) == (2, True)
    assert list(tmp_path.glob("pack-*")) == []


def keep(store: DeskStore, name: str, state: CaseState, regime: Regime = Regime.CCPA, *, kept: str = "[]") -> None:
    is_open = state is CaseState.AWAITING_APPROVAL
    case = store.keep_case(
        name,
        request_type=RequestType.ERASURE,
        regime=regime,
        state=state,
        received_at=NOW,
        closed_at=None if is_open else NOW + timedelta(days=12),
    )
    with store.committing() as unit:
        unit.receipts.add(case.case_id, Receipt(number=case.number, content=f'{{"kept":{kept}}}', signature=""))


def test_the_yearly_table_counts_california_alone_unless_asked(type_in: TypeIn, store: DeskStore) -> None:
    keep(store, "c1", CaseState.FULFILLED)
    keep(store, "c2", CaseState.FULFILLED, kept='[{"what":"invoice"}]')
    keep(store, "c3", CaseState.DENIED)
    keep(store, "c4", CaseState.AWAITING_APPROVAL)
    keep(store, "c5", CaseState.FULFILLED, Regime.GDPR)

    ours = list(csv.reader(io.StringIO(type_in("report", "metrics", "--year", "2026", "--csv").out)))
    everybody = type_in("report", "metrics", "--year", "2026", "--everybody").out
    other = type_in("report", "metrics", "--year", "2025").out

    assert ours[0][:5] == ["request to", "received", "whole", "in part", "denied"]
    assert ours[1] == ["delete", "4", "1", "1", "1", "0", "1", "12.0", "12.0"]
    assert len(ours) == 6
    assert "from everybody (11 CCR 7102)." in everybody
    assert everybody.splitlines()[2].split()[:4] == ["delete", "5", "2", "1"]
    assert other.splitlines()[2].split() == ["delete", "0", "0", "0", "0", "0", "0", "-", "-"]
