"""The sandbox's systems, served once over real HTTP and put back to their first day for each test."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from flask import request

from integrations.connectors.engine import DeclaredConnector
from integrations.sandbox.http_server import LoopbackServer
from integrations.sandbox.systems import create_systems_app
from integrations.sandbox.systems_world import SystemsWorld
from tests.integrations.connectors.systems import connect


@dataclass(frozen=True)
class Served:
    world: SystemsWorld
    url: str
    asked_urls: list[str]


@pytest.fixture(scope="session")
def served() -> Iterator[Served]:
    world, asked_urls = SystemsWorld(today=date(2026, 11, 25)), list[str]()
    app = create_systems_app(world)
    app.before_request(lambda: asked_urls.append(request.url))
    with LoopbackServer(app) as server:
        yield Served(world, server.url, asked_urls)


@pytest.fixture
def world(served: Served) -> SystemsWorld:
    served.world.begin_again()
    return served.world


@pytest.fixture
def asked_urls(served: Served) -> list[str]:
    served.asked_urls.clear()
    return served.asked_urls


@pytest.fixture
def systems_url(served: Served) -> str:
    return served.url


@pytest.fixture
def connectors(world: SystemsWorld, systems_url: str) -> dict[str, DeclaredConnector]:
    return connect(systems_url, token=world.token, today=lambda: world.today)
