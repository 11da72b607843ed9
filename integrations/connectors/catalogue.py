"""Which connectors there are, and which of them have an account to work with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from bot.domain.action import SystemName
from bot.errors import SettingsError
from bot.ports.clock import Clock
from integrations.connectors.budget import Budget
from integrations.connectors.conversation import Conversation
from integrations.connectors.declaration import Declaration, read_declaration
from integrations.connectors.engine import DeclaredConnector
from integrations.connectors.sign_in import Signer, SignInKind
from integrations.connectors.toml_table import WrongDeclaration
from integrations.http import HttpClient

SHIPPED: Final = Path(__file__).parent / "declarations"
"""The declarations of the demo's systems, and of any system that speaks their plain dialect."""
VENDORS: Final = SHIPPED / "vendors"
"""The declarations of systems that can be bought."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemAccount:
    """Where a system is and how it knows us.

    `user` is a user name or a client id, `token` the word that goes with it. `connector` names the declaration when it
    is not the system's own name; `settings` are the particulars that the declaration asks for.
    """

    base_url: str
    token: str = field(repr=False)
    user: str = field(default="", repr=False)
    connector: str = ""
    settings: Mapping[str, str] = field(default_factory=dict, repr=False)


def read_declarations(*folders: Path) -> dict[SystemName, Declaration]:
    """Every `*.toml` of the folders by its system; raises WrongDeclaration, also when two claim the same system."""
    declarations: dict[SystemName, Declaration] = {}
    for path in (path for folder in folders for path in sorted(folder.glob("*.toml"))):
        declaration = read_declaration(path)
        if declaration.system in declarations:
            raise WrongDeclaration(f"{path.name}: another file declares {declaration.system} already")
        declarations[declaration.system] = declaration
    return declarations


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What every connector needs from the machine it runs on.

    `new_client` takes a title and an address; `today` is the day in the controller's zone.
    """

    new_client: Callable[[str, str], HttpClient]
    clock: Clock
    today: Callable[[], date]
    pause: Callable[[timedelta], None]


def load_connectors(
    *folders: Path, accounts: Mapping[SystemName, SystemAccount], surroundings: Surroundings
) -> tuple[DeclaredConnector, ...]:
    """One connector an account, in the order of the accounts, which is the order in which systems are worked through.

    Raises WrongDeclaration or SettingsError.
    """
    declarations = read_declarations(*folders)
    connectors = []
    for system, account in accounts.items():
        wanted = SystemName(account.connector or system)
        if wanted not in declarations:
            known = ", ".join(sorted(declarations))
            raise SettingsError(f"there is no connector for the system {wanted}; there are connectors for {known}")
        connectors.append(_connector(system, declarations[wanted], account, surroundings))
    return tuple(connectors)


def _connector(
    system: SystemName, declaration: Declaration, account: SystemAccount, surroundings: Surroundings
) -> DeclaredConnector:
    for name, meaning in declaration.settings.items():
        if not account.settings.get(name):
            raise SettingsError(f"[systems.{system}] lacks {name}: {meaning}")
    if unknown := account.settings.keys() - declaration.settings.keys():
        raise SettingsError(f"[systems.{system}] has {min(unknown)}, which its connector does not know")
    if declaration.sign_in.kind is SignInKind.OAUTH2 and not account.user:
        raise SettingsError(f"[systems.{system}] lacks user: the client id")
    title = declaration.title if declaration.system == system else f"{declaration.title} ({system})"
    client = surroundings.new_client(title, account.base_url)
    clock = surroundings.clock
    return DeclaredConnector(
        declaration=declaration,
        system=system,
        title=title,
        today=surroundings.today,
        settings=account.settings,
        conversation=Conversation(
            title=title,
            client=client,
            clock=clock,
            signer=Signer(
                sign_in=declaration.sign_in,
                title=title,
                user=account.user,
                token=account.token,
                client=client,
                clock=clock,
            ),
            budget=Budget(title=title, rate=declaration.rate, clock=clock, pause=surroundings.pause),
            headers=declaration.headers,
            pages=declaration.pages,
            trouble=declaration.trouble,
        ),
    )
