"""Ports for servers that the tests start themselves."""

import os
import socket
from itertools import count
from typing import Final

_FIRST: Final = 18_000
_COUNT: Final = 14_000
"""Below what the system hands to outgoing connections (from 32,768 on), so that no passing connection takes one."""

_STEP: Final = 10
_turns: Final = count()


def free_port(*, in_a_row: int = 1) -> int:
    """The first of `in_a_row` ports (at most ten) that nobody uses now and no other test process will be given."""
    while True:
        port = _FIRST + (os.getpid() * 611 + next(_turns) * _STEP) % _COUNT
        if all(map(_is_free, range(port, port + in_a_row))):
            return port


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
