"""How a system knows us: basic, bearer, a key in a header, or OAuth 2 client credentials with refresh."""

import base64
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from threading import Lock
from typing import Final

from bot.errors import PermanentFailure
from bot.ports.clock import Clock
from integrations.connectors.toml_table import TomlTable
from integrations.http import HttpClient, HttpRequest, Json

_RENEW_BEFORE: Final = timedelta(minutes=1)
_UNSAID: Final = 300


class SignInKind(StrEnum):
    """How the system knows us."""

    BASIC = "basic"
    BEARER = "bearer"
    HEADER = "header"
    OAUTH2 = "oauth2"


class ClientProof(StrEnum):
    """Where the client's id and secret go when a token is asked for (RFC 6749 section 2.3.1)."""

    BASIC = "basic"
    BODY = "body"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """What a declaration says about signing in; `prefix` stands before the key in the header."""

    kind: SignInKind
    header: str = "Authorization"
    prefix: str = ""
    user: str = ""
    token_path: str = ""
    scope: str = ""
    proof: ClientProof = ClientProof.BASIC


@dataclass(slots=True, kw_only=True)
class Signer:
    """Makes the header for each call; a token is fetched when needed, renewed before it ends or when refused."""

    sign_in: SignIn
    title: str
    user: str = field(repr=False)
    token: str = field(repr=False)
    client: HttpClient
    clock: Clock
    _access: str = field(default="", init=False, repr=False)
    _refresh: str = field(default="", init=False, repr=False)
    _ends_at: datetime | None = field(default=None, init=False)
    _lock: Lock = field(default_factory=Lock, init=False)

    @property
    def can_renew(self) -> bool:
        """Whether another try after a refusal can help."""
        return self.sign_in.kind is SignInKind.OAUTH2

    def headers(self) -> dict[str, str]:
        """The header that says who we are; raises TemporaryFailure or PermanentFailure."""
        match self.sign_in.kind:
            case SignInKind.BASIC:
                return {self.sign_in.header: _basic(self.user or self.sign_in.user, self.token)}
            case SignInKind.BEARER:
                return {self.sign_in.header: f"Bearer {self.token}"}
            case SignInKind.HEADER:
                return {self.sign_in.header: f"{self.sign_in.prefix}{self.token}"}
            case SignInKind.OAUTH2:
                return {self.sign_in.header: f"Bearer {self._valid_access()}"}

    def forget(self) -> None:
        """The access token was refused before its time."""
        with self._lock:
            self._ends_at = None

    def _valid_access(self) -> str:
        with self._lock:
            if self._ends_at is None or self.clock.now() >= self._ends_at:
                self._fetch()
            return self._access

    def _fetch(self) -> None:
        if self._refresh:
            refresh, self._refresh = self._refresh, ""
            try:
                self._grant({"grant_type": "refresh_token", "refresh_token": refresh})
            except PermanentFailure:
                # A refresh token that has ended is no reason to stand still: we still have our secret.
                pass
            else:
                return
        scope = {"scope": self.sign_in.scope} if self.sign_in.scope else {}
        self._grant({"grant_type": "client_credentials", **scope})

    def _grant(self, grant: dict[str, str]) -> None:
        asked_at = self.clock.now()
        headers = {"Authorization": _basic(self.user, self.token)} if self.sign_in.proof is ClientProof.BASIC else {}
        if self.sign_in.proof is ClientProof.BODY:
            grant = {**grant, "client_id": self.user, "client_secret": self.token}
        request = HttpRequest(method="POST", path=self.sign_in.token_path, headers=headers, form=grant)
        self._take(self.client.send(request).body, asked_at)

    def _take(self, answer: Json, asked_at: datetime) -> None:
        facts = answer if isinstance(answer, dict) else {}
        access, refresh, lasts = facts.get("access_token"), facts.get("refresh_token"), facts.get("expires_in")
        if not isinstance(access, str) or not access:
            raise PermanentFailure(f"{self.title} gave no access token: check the client id and its secret")
        seconds = lasts if isinstance(lasts, int) and lasts > 0 else _UNSAID
        self._access = access
        self._refresh = refresh if isinstance(refresh, str) else ""
        self._ends_at = asked_at + max(timedelta(seconds=seconds) - _RENEW_BEFORE, timedelta(0))


def read_sign_in(table: TomlTable) -> SignIn:
    """Raises WrongDeclaration."""
    kind = table.choice("kind", SignInKind)
    sign_in = SignIn(
        kind=kind,
        header=table.text("header", "Authorization"),
        prefix=table.text("prefix", ""),
        user=table.text("user", ""),
        token_path=table.text("token_path") if kind is SignInKind.OAUTH2 else "",
        scope=table.text("scope", ""),
        proof=table.choice("proof", ClientProof) if table.has("proof") else ClientProof.BASIC,
    )
    table.end()
    return sign_in


def _basic(user: str, word: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{word}".encode()).decode("ascii")
