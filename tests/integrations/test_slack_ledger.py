from collections.abc import Sequence

from integrations.slack_ledger import KEYS_REMEMBERED, ChannelLedger, Message, metadata


def nothing_new(oldest: str, cursor: str) -> tuple[Sequence[Message], str]:
    return [], ""


def test_a_noted_post_is_known_without_looking() -> None:
    ledger = ChannelLedger()
    ledger.note("key", "5.000001")

    def unasked(oldest: str, cursor: str) -> tuple[Sequence[Message], str]:
        raise AssertionError

    assert ledger.find("key", unasked) == "5.000001"


def test_memory_is_bounded_and_forgets_the_oldest() -> None:
    ledger = ChannelLedger()
    for number in range(KEYS_REMEMBERED + 1):
        ledger.note(str(number), f"{number}.000001")

    assert ledger.find("0", nothing_new) is None
    assert ledger.find("1", nothing_new) == "1.000001"


def test_a_later_look_reads_everything_new_however_much() -> None:
    ledger = ChannelLedger()
    ledger.find("x", lambda _oldest, _cursor: ([{"ts": "100.000000"}], ""))
    pages = {str(page): str(page + 1) for page in range(1, 20)} | {"": "1"}

    def read_page(oldest: str, cursor: str) -> tuple[Sequence[Message], str]:
        following = pages.get(cursor, "")
        return [{"ts": "200.000000", "metadata": {} if following else metadata("key")}], following

    assert ledger.find("key", read_page) == "200.000000"


def test_the_first_look_ends_after_some_pages() -> None:
    looks: list[str] = []

    def endless(oldest: str, cursor: str) -> tuple[Sequence[Message], str]:
        looks.append(cursor)
        return [], "more"

    assert ChannelLedger().find("key", endless) is None
    assert len(looks) == 5


def test_a_doubt_takes_the_next_look_back() -> None:
    ledger = ChannelLedger()
    ledger.find("x", lambda _oldest, _cursor: ([{"ts": "500.000000"}], ""))
    ledger.doubt(100.0)
    asked: list[str] = []

    def read_page(oldest: str, cursor: str) -> tuple[Sequence[Message], str]:
        asked.append(oldest)
        return [], ""

    ledger.find("y", read_page)
    assert asked == ["99.000000"]
