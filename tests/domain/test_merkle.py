"""Rules about roots and the paths that lead to them."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.merkle import merkle_path, merkle_root, root_of_path

HASHES = st.lists(st.binary(min_size=32, max_size=32).map(bytes.hex), min_size=1, max_size=40)


def test_the_root_is_that_of_rfc_6962() -> None:
    leaves = [sha256(bytes([n])).hexdigest() for n in range(3)]

    def leaf(one: str) -> bytes:
        return sha256(b"\x00" + bytes.fromhex(one)).digest()

    left = sha256(b"\x01" + leaf(leaves[0]) + leaf(leaves[1])).digest()
    assert merkle_root([]) == sha256(b"").hexdigest()
    assert merkle_root(leaves[:1]) == leaf(leaves[0]).hex()
    assert merkle_root(leaves) == sha256(b"\x01" + left + leaf(leaves[2])).hexdigest()


@given(st.lists(st.binary(min_size=32, max_size=32), min_size=2, max_size=20, unique=True), st.data())
def test_the_root_notices_any_change(leaves: list[bytes], data: st.DataObject) -> None:
    hashes = [leaf.hex() for leaf in leaves]
    at = data.draw(st.integers(0, len(hashes) - 2))
    swapped = [*hashes[:at], hashes[at + 1], hashes[at], *hashes[at + 2 :]]

    roots = {merkle_root(hashes), merkle_root(swapped), merkle_root(hashes[:-1]), merkle_root([*hashes, hashes[-1]])}

    assert len(roots) == 4


@given(HASHES, st.data())
def test_every_leaf_has_a_path_to_the_root(hashes: list[str], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(hashes) - 1))

    path = merkle_path(hashes, index)

    assert root_of_path(hashes[index], index, len(hashes), path) == merkle_root(hashes)


@given(HASHES, st.data())
def test_a_path_with_one_wrong_step_leads_elsewhere(hashes: list[str], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(hashes) - 1))
    path = list(merkle_path(hashes, index))
    for place in range(len(path)):
        wrong = [*path[:place], "00" * 32, *path[place + 1 :]]
        assert root_of_path(hashes[index], index, len(hashes), wrong) != merkle_root(hashes)


def test_a_path_that_does_not_fit_its_place_leads_nowhere() -> None:
    hashes = [sha256(bytes([n])).hexdigest() for n in range(6)]
    path = merkle_path(hashes, 2)

    assert root_of_path(hashes[2], 6, 6, path) is None
    assert root_of_path(hashes[2], -1, 6, path) is None
    assert root_of_path(hashes[2], 2, 6, path[:-1]) is None
    assert root_of_path(hashes[2], 2, 6, (*path, hashes[0])) is None
    assert root_of_path(hashes[2], 3, 6, path) != merkle_root(hashes)


def test_there_is_no_path_from_a_leaf_that_is_not_there() -> None:
    with pytest.raises(IndexError, match="no leaf 3 among 3"):
        merkle_path(["00" * 32] * 3, 3)
    with pytest.raises(IndexError, match="no leaf -1"):
        merkle_path(["00" * 32] * 3, -1)


def test_a_step_that_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="hexadecimal"):
        root_of_path("00" * 32, 0, 2, ("zz",))
