"""The shipped declarations against the sandbox's systems, under the contract of every connector."""

import pytest

from bot.domain.action import ActionKind, DataCategory, Instruction, SystemName
from bot.domain.identity import DataSubject
from integrations.connectors.catalogue import SHIPPED, read_declarations
from integrations.connectors.engine import DeclaredConnector
from tests.integrations.connectors.connector_contract import ConnectorContract, instruction, subject

Ability = tuple[SystemName, ActionKind, DataCategory]

ABILITIES = [
    pytest.param((system, kind, category), id=f"{system}-{kind}-{category}")
    for system, declaration in read_declarations(SHIPPED).items()
    for kind, rule in declaration.rules.items()
    for category in sorted(rule.categories)
]


class TestShippedConnectors(ConnectorContract):
    @pytest.fixture(params=ABILITIES)
    def ability(self, request: pytest.FixtureRequest) -> Ability:
        ability: Ability = request.param
        return ability

    @pytest.fixture
    def connector(self, connectors: dict[str, DeclaredConnector], ability: Ability) -> DeclaredConnector:
        return connectors[ability[0]]

    @pytest.fixture
    def known(self) -> DataSubject:
        return subject("jolanda.testmann@example.com")

    @pytest.fixture
    def asked(self, ability: Ability) -> Instruction:
        return instruction(ability[1], ability[2])
