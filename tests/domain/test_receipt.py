"""Rules about receipts: what they say, and that not a byte of them can be changed."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.domain.action import (
    Action,
    ActionId,
    ActionKind,
    ActionOutcome,
    ActionState,
    DataCategory,
    Instruction,
    Kept,
    OutcomeKind,
    Preview,
    RetentionGround,
    SystemName,
)
from bot.domain.audit import GENESIS, AuditEvent, NewEvent, chained
from bot.domain.audit_root import AuditRoot
from bot.domain.case import Case, CaseId
from bot.domain.merkle import merkle_path, merkle_root
from bot.domain.receipt import ISSUED, LogProof, Receipt, new_receipt, receipt_file, written
from bot.domain.receipt_check import FalseReceipt, check_receipt
from bot.domain.request import RequestType
from bot.domain.signing import PublicKey, SigningKey
from tests.store.samples import a_case

KEY, OTHER = SigningKey(b"k" * 32), SigningKey(b"o" * 32)
NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
ADDRESS = "juniper.quillfeather@example.com"


def the_case(**changes: Any) -> Case:
    return a_case("case-1", request_type=RequestType.ERASURE, **changes)


def an_outcome() -> Action:
    kept = Kept(what="invoice", count=2, ground=RetentionGround.TAX, until=date(2032, 12, 31))
    return Action(
        action_id=ActionId("a1"),
        case_id=CaseId("case-1"),
        system=SystemName("storefront"),
        instruction=Instruction(kind=ActionKind.ERASE, category=DataCategory.CONTACT),
        preview=Preview(counts={"profile": 1}),
        irreversible=True,
        position=0,
        state=ActionState.FINISHED,
        outcome=ActionOutcome(kind=OutcomeKind.DONE, counts={"profile": 1, "address": 0}, kept=(kept,)),
        verified_at=NOON,
    )


def a_receipt(case: Case | None = None) -> Receipt:
    return new_receipt(
        case or the_case(), [an_outcome()], at=NOON, check_at="https://desk.example.com/receipt", key=KEY
    )


def a_proof(receipt: Receipt, place: int = 3, size: int = 6) -> LogProof:
    events: list[AuditEvent] = []
    for number in range(1, size + 1):
        is_ours = number == place
        details = {"digest": receipt.digest} if is_ours else {"n": str(number)}
        event = NewEvent(at=NOON, actor="system", action=ISSUED if is_ours else "other", case_id="c", details=details)
        events.append(chained(event, number, events[-1].hash if events else GENESIS))
    hashes = [event.hash for event in events]
    root = AuditRoot(day=NOON.date(), first=1, last=size, root=merkle_root(hashes), last_hash=hashes[-1])
    return LogProof(event=events[place - 1], path=merkle_path(hashes, place - 1), root=root)


def a_file(*, with_log: bool = True) -> bytes:
    receipt = a_receipt()
    return receipt_file(receipt, a_proof(receipt) if with_log else None, KEY)


def changed(*where: str, to: object) -> bytes:
    """The file with one value replaced, written as we write files."""
    file = json.loads(a_file())
    part = file
    for name in where[:-1]:
        part = part[name]
    part[where[-1]] = to
    return written(file)


def test_a_receipt_says_what_was_asked_done_and_kept_and_when() -> None:
    content = json.loads(a_file())["receipt"]

    assert content["asked"]["request"] == "erasure"
    assert content["completed_at"] == "2026-11-25T12:00:00.000000+00:00"
    assert content["done"] == [
        {
            "system": "storefront",
            "category": "name_and_contact_details",
            "action": "erase",
            "outcome": "done",
            "counts": {"profile": 1},
            "at": "2026-11-25T12:00:00.000000+00:00",
        }
    ]
    assert content["kept"] == [
        {
            "system": "storefront",
            "category": "name_and_contact_details",
            "what": "invoice",
            "count": 2,
            "ground": "tax",
            "until": "2032-12-31",
        }
    ]


def test_a_receipt_names_the_case_and_nobody() -> None:
    case = the_case()
    subject = case.payload.subject
    text = a_file().decode()

    assert case.number in text
    for personal in (subject.address.value, case.payload.requester.value, case.subject_key, case.payload.words or "–"):
        assert personal not in text


@pytest.mark.parametrize("kind", [RequestType.MARKETING_OPT_OUT, RequestType.ADVERTISING_OPT_OUT])
def test_where_nobody_proved_who_they_are_it_reads_the_same_for_known_and_unknown(kind: RequestType) -> None:
    content = json.loads(a_receipt(replace(the_case(), request_type=kind)).content)

    assert (content["done"], content["kept"]) == ([], [])


@pytest.mark.parametrize("with_log", [True, False])
def test_a_genuine_receipt_is_recognised_by_file_and_public_key_alone(with_log: bool) -> None:
    found = check_receipt(a_file(with_log=with_log), KEY.public)

    assert (found.case, found.request, found.done, found.kept) == (the_case().number, "erasure", 1, 1)
    assert (found.event, found.day, bool(found.root)) == ((3, "2026-11-25", True) if with_log else (0, "", False))


def test_the_same_receipt_is_always_the_same_bytes() -> None:
    assert a_file() == a_file()


@pytest.mark.parametrize("bit", [0x01, 0x20])
def test_not_one_byte_can_be_changed(bit: int) -> None:
    content = a_file()

    for place in range(len(content)):
        forged = content[:place] + bytes([content[place] ^ bit]) + content[place + 1 :]
        with pytest.raises(FalseReceipt):
            check_receipt(forged, KEY.public)


@pytest.mark.parametrize("place", range(1, 7))
def test_every_place_in_a_day_has_its_path(place: int) -> None:
    receipt = a_receipt()

    assert check_receipt(receipt_file(receipt, a_proof(receipt, place), KEY), KEY.public).event == place


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "the file is not JSON"),
        (b"\xff\xfe", "the file is not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"{}", "does not hold a receipt"),
        (b'"receipt"', "does not hold a receipt"),
        (b" " * 1_000_001, "does not hold a receipt"),
        (b'{"receipt":1,"signature":2,"log":3}', "a part of it is missing or of another kind"),
        (changed("receipt", "schema", to="other/1"), "no receipt of a kind known here"),
        (changed("receipt", "schema", to=None), "no receipt of a kind known here"),
        (changed("signature", "algorithm", to="none"), "no receipt of a kind known here"),
        (changed("signature", "key", to="0" * 16), "names another key"),
        (changed("receipt", "kept", to=[]), "changed after it was signed"),
        (changed("signature", "value", to="0" * 128), "changed after it was signed"),
        (changed("signature", "value", to="short"), "changed after it was signed"),
        (changed("log", "root", "root", to="0" * 64), "root of the day was changed"),
        (changed("log", "root", "last", to=7), "root of the day was changed"),
        (changed("log", "root_signature", to="0" * 128), "root of the day was changed"),
        (changed("log", "event", "details", to={"digest": "0" * 64}), "belongs to another receipt"),
        (changed("log", "event", "actor", to="customer"), "The path does not lead"),
        (changed("log", "event", "sequence", to=4), "The path does not lead"),
        (changed("log", "path", to=[]), "The path does not lead"),
        (changed("log", "path", to=["0" * 64] * 3), "The path does not lead"),
        (changed("log", "path", to=["A" * 64]), "a step of it is no hash"),
        (changed("log", "more", to=1), "of another kind"),
        (changed("more", to=1), "does not hold a receipt"),
    ],
)
def test_whatever_is_wrong_with_a_receipt_is_said(content: bytes, sentence: str) -> None:
    with pytest.raises(FalseReceipt, match=sentence):
        check_receipt(content, KEY.public)


def test_a_receipt_signed_by_somebody_else_is_refused_even_under_our_keys_name() -> None:
    receipt = new_receipt(the_case(), [], at=NOON, check_at="https://desk.example.com/receipt", key=OTHER)

    with pytest.raises(FalseReceipt, match="names another key"):
        check_receipt(receipt_file(receipt, None, OTHER), KEY.public)
    with pytest.raises(FalseReceipt, match="somebody else signed it"):
        check_receipt(receipt_file(receipt, None, KEY), KEY.public)


def test_a_file_that_was_written_anew_is_not_the_one_we_gave() -> None:
    compact = json.dumps(json.loads(a_file())).encode()

    with pytest.raises(FalseReceipt, match="not byte for byte as it was issued"):
        check_receipt(compact, KEY.public)


def test_the_log_entry_of_one_receipt_does_not_vouch_for_another() -> None:
    stranger = a_proof(a_receipt(replace(the_case(), request_type=RequestType.ACCESS)))

    with pytest.raises(FalseReceipt, match="belongs to another receipt"):
        check_receipt(receipt_file(a_receipt(), stranger, KEY), KEY.public)


def test_a_public_key_is_64_digits() -> None:
    for wrong in ("", "ab", "z" * 64, "AB" * 32):
        with pytest.raises(ValueError, match="64 hexadecimal digits"):
            PublicKey(wrong)


def test_the_private_key_does_not_show() -> None:
    assert "kkk" not in repr(KEY)
