"""One hash over many, and a short proof that one of them is among them (RFC 6962 and 9162, section 2.1)."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Final

_LEAF: Final = b"\x00"
_NODE: Final = b"\x01"


def merkle_root(hashes: Sequence[str]) -> str:
    """One hash over many, in order (leaves and nodes are told apart by a first byte).

    Publishing it fixes a day's events: none can be changed, added or taken away afterwards unnoticed.
    """
    level = [_leaf(one) for one in hashes]
    if not level:
        return sha256(b"").hexdigest()
    while len(level) > 1:
        level = _above(level)
    return level[0].hex()


def merkle_path(hashes: Sequence[str], index: int) -> tuple[str, ...]:
    """The hashes beside the way from one leaf up to the root; raises IndexError when there is no such leaf."""
    if not 0 <= index < len(hashes):
        raise IndexError(f"there is no leaf {index} among {len(hashes)}")
    level, path = [_leaf(one) for one in hashes], []
    while len(level) > 1:
        sibling = index ^ 1
        if sibling < len(level):
            path.append(level[sibling].hex())
        level, index = _above(level), index >> 1
    return tuple(path)


def root_of_path(leaf: str, index: int, size: int, path: Sequence[str]) -> str | None:
    """The root that the path leads to (RFC 9162, 2.1.3.2); None when it cannot belong to that place in a tree of
    that size. Raises ValueError for what is no hexadecimal number."""
    if not 0 <= index < size:
        return None
    left, last, node = index, size - 1, _leaf(leaf)
    for step in path:
        if last == 0:
            return None
        sibling = bytes.fromhex(step)
        if left & 1 or left == last:
            node = _joined(sibling, node)
            while left and not left & 1:
                left, last = left >> 1, last >> 1
        else:
            node = _joined(node, sibling)
        left, last = left >> 1, last >> 1
    return node.hex() if last == 0 else None


def _above(level: list[bytes]) -> list[bytes]:
    """Pairs joined; one without a neighbour goes up as it is."""
    pairs = [_joined(level[n], level[n + 1]) for n in range(0, len(level) - 1, 2)]
    return pairs + level[len(pairs) * 2 :]


def _leaf(one: str) -> bytes:
    return sha256(_LEAF + bytes.fromhex(one)).digest()


def _joined(left: bytes, right: bytes) -> bytes:
    return sha256(_NODE + left + right).digest()
