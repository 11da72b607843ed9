"""Which connectors there are, and which of them have an account to work with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from bot.domain.action import SystemName
from bot.errors import SettingsError
from integrations.connectors.declaration import Declaration, read_declaration
from integrations.connectors.engine import DeclaredConnector
from integrations.connectors.toml_table import WrongDeclaration
from integrations.http import HttpClient

SHIPPED: Final = Path(__file__).parent / "declarations"
"""The declarations that come with the product."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemAccount:
    """Where a system is and how it knows us."""

    base_url: str
    token: str = field(repr=False)


def read_declarations(folder: Path) -> dict[SystemName, Declaration]:
    """Every `*.toml` of a folder by its system; raises WrongDeclaration, also when two claim the same system."""
    declarations: dict[SystemName, Declaration] = {}
    for path in sorted(folder.glob("*.toml")):
        declaration = read_declaration(path)
        if declaration.system in declarations:
            raise WrongDeclaration(f"{path.name}: another file declares {declaration.system} already")
        declarations[declaration.system] = declaration
    return declarations


def load_connectors(
    folder: Path,
    *,
    accounts: Mapping[SystemName, SystemAccount],
    new_client: Callable[[str, str], HttpClient],
    today: Callable[[], date],
) -> tuple[DeclaredConnector, ...]:
    """One connector an account, in the order of the accounts, which is the order in which systems are worked through.

    `new_client` takes a system's title and its address; `today` is the day in the controller's zone. Raises
    WrongDeclaration or SettingsError.
    """
    declarations = read_declarations(folder)
    for system in accounts:
        if system not in declarations:
            known = ", ".join(sorted(declarations))
            raise SettingsError(f"there is no connector for the system {system}; there are connectors for {known}")
    return tuple(
        DeclaredConnector(
            declaration=declarations[system],
            client=new_client(declarations[system].title, account.base_url),
            today=today,
            token=account.token,
        )
        for system, account in accounts.items()
    )
