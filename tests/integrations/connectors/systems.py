"""Connectors to the sandbox's systems."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from bot.domain.action import SystemName
from integrations.connectors.catalogue import SHIPPED, Surroundings, SystemAccount, load_connectors
from integrations.connectors.engine import DeclaredConnector
from integrations.http import HttpClient
from integrations.sandbox.holdings import SYSTEMS
from tests.integrations.moments import StillClock


def new_client(title: str, base_url: str) -> HttpClient:
    return HttpClient(system=title, base_url=base_url, clock=StillClock())


SURROUNDINGS = Surroundings(
    new_client=new_client, clock=StillClock(), today=lambda: date(2026, 11, 25), pause=lambda _: None
)


def connect(url: str, *, token: str, today: Callable[[], date]) -> dict[str, DeclaredConnector]:
    accounts = {SystemName(name): SystemAccount(base_url=f"{url}/{name}", token=token) for name in SYSTEMS}
    return {
        each.system: each
        for each in load_connectors(SHIPPED, accounts=accounts, surroundings=replace(SURROUNDINGS, today=today))
    }
