"""One office a test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.office import Office, opened


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    yield from opened(tmp_path)
