"""Signed-in calls to a Zendesk account (OAuth client credentials; API tokens end in 2027)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from bot.errors import PermanentFailure
from bot.ports.clock import Clock
from integrations.http import HttpAnswer, HttpClient, HttpRequest, Json

_RENEW_BEFORE: Final = timedelta(minutes=1)
_UNSAID: Final = 1800
_REFUSED: Final = 401


@dataclass(frozen=True, slots=True, kw_only=True)
class ZendeskAccount:
    """Where the help desk is and who we are there: `agent_id` is the user id of our own agent."""

    base_url: str
    client_id: str
    client_secret: str = field(repr=False)
    agent_id: int


@dataclass(slots=True, kw_only=True)
class ZendeskSession:
    """Keeps one access token and fetches the next before it ends, or when the help desk no longer takes it."""

    account: ZendeskAccount
    client: HttpClient
    clock: Clock
    _token: str = field(default="", init=False, repr=False)
    _ends_at: datetime | None = field(default=None, init=False)

    def send(  # noqa: PLR0913 - the parts of one HTTP call
        self,
        method: str,
        path: str,
        *,
        values: Mapping[str, str] | None = None,
        query: Mapping[str, str] | None = None,
        body: Json = None,
        headers: Mapping[str, str] | None = None,
        expected: frozenset[int] = frozenset(),
    ) -> HttpAnswer:
        """One call; a token that was withdrawn early is replaced once."""

        def request(token: str, accepted: frozenset[int]) -> HttpRequest:
            return HttpRequest(
                method=method,
                path=path,
                values=values or {},
                query=query or {},
                body=body,
                headers={"Authorization": f"Bearer {token}", **(headers or {})},
                expected=accepted,
            )

        answer = self.client.send(request(self._valid_token(), expected | {_REFUSED}))
        if answer.status != _REFUSED:
            return answer
        self._ends_at = None
        return self.client.send(request(self._valid_token(), expected))

    def _valid_token(self) -> str:
        if self._ends_at is None or self.clock.now() >= self._ends_at:
            self._sign_in()
        return self._token

    def _sign_in(self) -> None:
        grant: Json = {
            "grant_type": "client_credentials",
            "client_id": self.account.client_id,
            "client_secret": self.account.client_secret,
            "scope": "read write",
        }
        now = self.clock.now()
        answer = self.client.send(HttpRequest(method="POST", path="/oauth/tokens", body=grant)).body
        token = answer.get("access_token") if isinstance(answer, dict) else None
        lasts = answer.get("expires_in") if isinstance(answer, dict) else None
        if not isinstance(token, str) or not token:
            raise PermanentFailure("the help desk gave no access token: check the client id and its secret")
        seconds = lasts if isinstance(lasts, int) and lasts > 0 else _UNSAID
        self._token, self._ends_at = token, now + max(timedelta(seconds=seconds) - _RENEW_BEFORE, timedelta(0))
