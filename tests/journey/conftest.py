"""One town a module: its customers do not get in each other's way."""

from collections.abc import Iterator

import pytest
from pytest_socket import socket_allow_hosts

from tests.journey.town import Town, running_town


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)
    with running_town(tmp_path_factory.mktemp("town")) as town:
        yield town
