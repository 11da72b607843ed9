"""Sign-in links and sessions."""

from datetime import timedelta

import pytest

from bot.domain.case import StaffId
from bot.store.session_rows import IDLE_FOR, SIGNED_IN_FOR
from tests.store.desk_store import DeskStore, OnPostgres, OnSqlite
from tests.store.parallel import at_once
from tests.store.samples import NOW

AMINA = StaffId("amina")
MOMENT = timedelta(seconds=1)


@pytest.mark.usefixtures("noise")
class SessionRowsContract:
    def test_a_sign_in_link_works_once(self, store: DeskStore) -> None:
        store.sessions.add_link("link", AMINA, expires_at=NOW + timedelta(minutes=30))

        assert store.sessions.use_link("link", at=NOW) == AMINA
        assert store.sessions.use_link("link", at=NOW) is None

    def test_of_eight_who_press_it_one_is_let_in(self, store: DeskStore) -> None:
        store.sessions.add_link("link", AMINA, expires_at=NOW + timedelta(minutes=30))

        let_in = at_once(8, lambda _: store.sessions.use_link("link", at=NOW))

        assert sorted(filter(None, let_in)) == [AMINA]

    def test_a_link_that_is_too_old_or_unknown_lets_nobody_in(self, store: DeskStore) -> None:
        store.sessions.add_link("link", AMINA, expires_at=NOW)

        assert store.sessions.use_link("link", at=NOW) is None
        assert store.sessions.use_link("another", at=NOW) is None

    def test_a_session_lives_while_it_is_used(self, store: DeskStore) -> None:
        store.sessions.open("session", AMINA, at=NOW)
        used = [NOW + timedelta(minutes=29) * turn for turn in range(20)]

        assert [store.sessions.find("session", at=at) for at in used] == [AMINA] * 20

    def test_an_idle_session_ends(self, store: DeskStore) -> None:
        store.sessions.open("session", AMINA, at=NOW)

        assert store.sessions.find("session", at=NOW + IDLE_FOR) == AMINA
        assert store.sessions.find("session", at=NOW + IDLE_FOR * 2 + MOMENT) is None

    def test_a_session_ends_after_twelve_hours_however_busy(self, store: DeskStore) -> None:
        store.sessions.open("session", AMINA, at=NOW)
        minutes = range(0, int(SIGNED_IN_FOR.total_seconds() // 60), 20)
        for minute in minutes:
            assert store.sessions.find("session", at=NOW + timedelta(minutes=minute)) == AMINA

        assert store.sessions.find("session", at=NOW + SIGNED_IN_FOR) == AMINA
        assert store.sessions.find("session", at=NOW + SIGNED_IN_FOR + MOMENT) is None

    def test_a_look_within_a_minute_writes_nothing(self, store: DeskStore) -> None:
        store.sessions.open("session", AMINA, at=NOW)
        before = store.rows("SELECT seen_at FROM sessions WHERE token_hash = 'session'")

        store.sessions.find("session", at=NOW + timedelta(seconds=59))

        assert store.rows("SELECT seen_at FROM sessions WHERE token_hash = 'session'") == before

    def test_a_closed_session_is_over(self, store: DeskStore) -> None:
        store.sessions.open("session", AMINA, at=NOW)

        store.sessions.close("session")
        store.sessions.close("session")

        assert store.sessions.find("session", at=NOW) is None
        assert store.sessions.find("session of noise", at=NOW) == "noise"

    def test_what_ended_long_ago_is_forgotten_at_the_next_sign_in(self, store: DeskStore) -> None:
        store.sessions.add_link("old link", AMINA, expires_at=NOW)
        store.sessions.open("old session", AMINA, at=NOW)

        store.sessions.open("session", AMINA, at=NOW + timedelta(days=2))

        assert store.rows("SELECT token_hash FROM sessions") == [("session",)]
        assert store.rows("SELECT token_hash FROM sign_in_links") == [("link of noise",)]


class TestOnSqlite(OnSqlite, SessionRowsContract):
    """Embedded."""


class TestOnPostgres(OnPostgres, SessionRowsContract):
    """Shared."""
