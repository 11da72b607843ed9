"""What is wrong in a connector's file is named by file, line and field."""

from pathlib import Path

import pytest

from bot.domain.action import ActionKind, SystemName
from bot.errors import SettingsError
from integrations.connectors.catalogue import SHIPPED, SystemAccount, load_connectors, read_declarations
from integrations.connectors.declaration import read_declaration
from integrations.connectors.toml_table import WrongDeclaration
from tests.integrations.connectors.systems import SURROUNDINGS

GOOD = (SHIPPED / "delivery.toml").read_text(encoding="utf-8")


def written(folder: Path, text: str) -> Path:
    path = folder / "courier.toml"
    path.write_text(text, encoding="utf-8")
    return path


def without(text: str, *tables: str) -> str:
    blocks = text.split("\n[")
    return "\n[".join(block for block in blocks if not block.startswith(tables))


@pytest.mark.parametrize(
    ("right", "wrong", "complaint"),
    [
        ('title = "Delivery"', "", "title is missing"),
        ('title = "Delivery"', "title = 3", "title must be a text"),
        ('title = "Delivery"', 'title = ""', "title must be a text"),
        ('title = "Delivery"', 'title = "Delivery"\ntitel = "Delivery"', "titel is not known here"),
        ('[sign_in]\nkind = "bearer"', 'sign_in = "bearer"', "sign_in must be a table"),
        ('categories = ["name_and_contact_details"]', "categories = []", "erase.categories must be a list of words"),
        ('kind = "bearer"', 'kind = "kiss"', "sign_in.kind must be one of basic, bearer, header, oauth2"),
        ('kind = "bearer"', 'kind = "bearer"\nword = "x"', "sign_in.word is not known here"),
        ('ground = "reason"', "", "kept.ground is missing"),
        ('on_its_way = "parcel_in_flight"', 'on_its_way = "mood"', "kept.grounds.on_its_way must be one of"),
        ("reversible = false", 'reversible = "no"', "erase.reversible must be true or false"),
        ('path = "/customers/{person_id}/erasures"', 'path = "customers"', "erase.act.path must begin with one /"),
        ('path = "/customers/{person_id}/erasures"', 'path = "/{cat}"', "erase.act.path or body names 'cat'"),
        ('path = "/customers/{person_id}/erasures"', 'path = "/{person_id"', "erase.act.path has a brace too many"),
        ('body = { email = "$address" }', 'body = { email = "$mail" }', "locate.by_email.path or body names 'mail'"),
        ('body = { email = "$address" }', "body = { email = 2026-11-25 }", "locate.by_email.body must hold texts"),
        ('is_empty = "erasable"', "", "erase.verify needs is_empty or equals"),
        ("equals = { restricted = true }", 'equals = "restricted"', "restrict.verify.equals must be a table"),
        ('records = "records"', "", "export.act needs records"),
        ('method = "GET"', 'method = "STEAL"', "check.method must be one of GET"),
        ("[categories.name_and_contact_details]", "[categories.secrets]", "categories.secrets must be one of"),
        ('address = "address"', 'shoe_size = "shoe"', "correct.fields must be one of name, email"),
    ],
)
def test_a_wrong_field_is_named_with_file_and_line(tmp_path: Path, right: str, wrong: str, complaint: str) -> None:
    assert right in GOOD

    with pytest.raises(WrongDeclaration) as refusal:
        read_declaration(written(tmp_path, GOOD.replace(right, wrong, 1)))

    assert str(refusal.value).startswith("courier.toml, line ")
    assert complaint in str(refusal.value)


def test_the_line_is_where_the_field_stands(tmp_path: Path) -> None:
    text = GOOD.replace("reversible = false", 'reversible = "no"')
    line = text.splitlines().index('reversible = "no"') + 1

    with pytest.raises(WrongDeclaration, match=f"line {line}: erase.reversible"):
        read_declaration(written(tmp_path, text))


def test_a_missing_field_is_placed_at_its_table(tmp_path: Path) -> None:
    line = GOOD.splitlines().index("[sign_in]") + 1

    with pytest.raises(WrongDeclaration, match=f"line {line}: sign_in.kind is missing"):
        read_declaration(written(tmp_path, GOOD.replace('kind = "bearer"', "", 1)))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (without(GOOD, "kept"), "erase tells of kept records"),
        (without(GOOD, "erase", "export", "restrict", "correct"), "can do nothing"),
        (
            GOOD.replace("[categories.name_and_contact_details]", "[categories.payment_information]"),
            "categories names name_and_contact_details",
        ),
    ],
)
def test_parts_have_to_fit_together(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(WrongDeclaration, match=complaint):
        read_declaration(written(tmp_path, text))


def test_what_is_no_toml_is_named(tmp_path: Path) -> None:
    with pytest.raises(WrongDeclaration, match=r"courier\.toml: .*line 1"):
        read_declaration(written(tmp_path, "system = storefront"))


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "courier.toml").write_bytes(b"\xff\xfe")

    with pytest.raises(WrongDeclaration, match=r"courier\.toml: cannot be read"):
        read_declaration(tmp_path / "courier.toml")
    with pytest.raises(WrongDeclaration, match=r"absent\.toml: cannot be read"):
        read_declaration(tmp_path / "absent.toml")


def test_two_files_may_not_claim_one_system(tmp_path: Path) -> None:
    written(tmp_path, GOOD)
    (tmp_path / "second.toml").write_text(GOOD, encoding="utf-8")

    with pytest.raises(WrongDeclaration, match=r"second\.toml: another file declares delivery already"):
        read_declarations(tmp_path)


def test_a_good_file_says_what_the_system_can_do(tmp_path: Path) -> None:
    declaration = read_declaration(written(tmp_path, GOOD))

    assert declaration.system == "delivery"
    assert set(declaration.rules) == {
        ActionKind.ERASE, ActionKind.EXPORT, ActionKind.CORRECT, ActionKind.RESTRICT
    }  # fmt: skip
    assert not declaration.rules[ActionKind.ERASE].is_reversible


def test_connectors_come_in_the_order_of_the_accounts() -> None:
    account = SystemAccount(base_url="https://systems.example.com", token="word")
    accounts = {SystemName(name): account for name in ("marketing", "ads", "storefront")}

    connectors = load_connectors(SHIPPED, accounts=accounts, surroundings=SURROUNDINGS)

    assert [connector.system for connector in connectors] == ["marketing", "ads", "storefront"]
    assert "word" not in repr(account) + repr(connectors)


def test_an_account_for_an_unknown_system_is_a_wrong_setting() -> None:
    account = SystemAccount(base_url="https://systems.example.com", token="word")

    with pytest.raises(SettingsError, match="no connector for the system fax; there are connectors for ads"):
        load_connectors(SHIPPED, accounts={SystemName("fax"): account}, surroundings=SURROUNDINGS)
