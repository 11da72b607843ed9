"""Sign-in of our own people: a link that works once, then a session on the server."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.domain.case import StaffId
from bot.domain.keyring import token_hash
from bot.domain.staff import StaffDirectory, StaffMember
from bot.errors import LinkRefused, NotFound
from bot.ports.clock import Clock, IdSource
from bot.ports.session_store import Sessions

_LINK_LIFE: Final = timedelta(minutes=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """Tokens are 256-bit random; only their hashes are stored."""

    sessions: Sessions
    staff: StaffDirectory
    clock: Clock
    ids: IdSource
    public_url: str

    def invite(self, staff_id: StaffId) -> str:
        """The address of a fresh sign-in link for one of our people; raises NotFound."""
        member = self.staff.get(staff_id)
        token = self._new_token()
        self.sessions.add_link(token_hash(token), member.staff_id, expires_at=self.clock.now() + _LINK_LIFE)
        return f"{self.public_url}/sign-in/{token}"

    def redeem(self, token: str) -> str:
        """Use a link up and return a session token; raises LinkRefused."""
        now = self.clock.now()
        staff_id = self.sessions.use_link(token_hash(token), at=now)
        if staff_id is None:
            raise LinkRefused("This sign-in link was used already or is too old. Ask for a new one.")
        session_token = self._new_token()
        self.sessions.open(token_hash(session_token), staff_id, at=now)
        return session_token

    def find_member(self, session_token: str) -> StaffMember | None:
        """Who is signed in; somebody taken off the list is signed out with that."""
        staff_id = self.sessions.find(token_hash(session_token), at=self.clock.now())
        if staff_id is None:
            return None
        try:
            return self.staff.get(staff_id)
        except NotFound:
            return None

    def sign_out(self, session_token: str) -> None:
        """End the session; ending it twice is fine."""
        self.sessions.close(token_hash(session_token))

    def _new_token(self) -> str:
        return self.ids.new_id() + self.ids.new_id()
