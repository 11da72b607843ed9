"""`privacy-desk receipt`, as it is typed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.domain.keyring import Keyring
from bot.workflow.receipting import receipt_key
from tests.commands.conftest import KEY, Environment, Typed
from tests.domain.test_receipt import KEY as SIGNER
from tests.domain.test_receipt import a_file

TypeIn = Callable[..., Typed]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "receipt.json"
    path.write_bytes(a_file())
    return path


def test_a_receipt_is_checked_without_settings_or_database(
    type_in: TypeIn, desk: Environment, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PRIVACY_DESK_MASTER_KEY")

    typed = type_in("receipt", "verify", str(file), "--key", SIGNER.public.digits)

    assert (typed.code, typed.err) == (0, "")
    assert typed.out.startswith("Genuine: case ")
    assert "In the audit log of 2026-11-25 as event 3, under root " in typed.out


def test_a_receipt_without_its_log_entry_says_where_to_get_it(type_in: TypeIn, file: Path) -> None:
    file.write_bytes(a_file(with_log=False))

    typed = type_in("receipt", "verify", str(file), "--key", SIGNER.public.digits)

    assert (typed.code, "no log entry yet" in typed.out) == (0, True)


def test_one_changed_byte_is_a_sentence_and_exit_code_1(type_in: TypeIn, file: Path) -> None:
    file.write_bytes(a_file().replace(b'"erasure"', b'"erasurf"'))

    typed = type_in("receipt", "verify", str(file), "--key", SIGNER.public.digits)

    assert (typed.code, typed.err) == (1, "")
    assert typed.out == (
        "Not genuine. It was changed after it was signed, or somebody else signed it: the signature does not fit.\n"
    )


def test_the_desks_own_key_is_taken_when_none_is_named(type_in: TypeIn, desk: Environment, file: Path) -> None:
    typed = type_in("receipt", "verify", str(file))

    assert (typed.code, "names another key" in typed.out) == (1, True)


def test_the_public_key_is_printed(type_in: TypeIn, desk: Environment) -> None:
    typed = type_in("receipt", "key")

    assert typed.out.strip() == receipt_key(Keyring(bytes.fromhex(KEY))).public.digits


@pytest.mark.parametrize("key", ["", "ab", "z" * 64])
def test_a_text_that_is_no_key_is_refused(type_in: TypeIn, file: Path, key: str) -> None:
    typed = type_in("receipt", "verify", str(file), "--key", key)

    assert (typed.code, "64 hexadecimal digits" in typed.err) == (2, True)


def test_a_file_that_is_not_there_is_named(type_in: TypeIn, tmp_path: Path) -> None:
    typed = type_in("receipt", "verify", str(tmp_path / "none.json"), "--key", SIGNER.public.digits)

    assert (typed.code, "none.json cannot be read: No such file" in typed.err) == (2, True)
