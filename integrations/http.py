"""HTTP with JSON: the one place that speaks it, with limits, and with nothing personal in what it says on failure."""

import ipaddress
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http.cookiejar import DefaultCookiePolicy
from string import Formatter
from threading import local
from typing import Final, NoReturn, Self
from urllib.parse import quote, urljoin, urlsplit

import requests

from bot.errors import PermanentFailure, SettingsError, TemporaryFailure
from bot.ports.clock import Clock

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
"""What JSON can say."""

_TRY_LATER: Final = frozenset({408, 409, 425, 429, 500, 502, 503, 504})
_LONGEST_WAIT: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpLimits:
    """How long and how much we are ready to take."""

    connect_within: timedelta = timedelta(seconds=5)
    answer_within: timedelta = timedelta(seconds=20)
    finish_within: timedelta = timedelta(seconds=60)
    max_bytes: int = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpRequest:
    """One question.

    `path` is a template such as `/customers/{id}`; its values are percent-encoded into it, and only the template is
    ever named in a failure. `expected` lists statuses beside 2xx that are answers, not failures. `page` is the address
    of the next page as the host itself gave it; it stands in place of path and query. `form` goes in place of a body.
    """

    method: str
    path: str
    values: Mapping[str, str] = field(default_factory=dict, repr=False)
    query: Mapping[str, str] = field(default_factory=dict, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: Json = field(default=None, repr=False)
    form: Mapping[str, str] | None = field(default=None, repr=False)
    page: str = field(default="", repr=False)
    expected: frozenset[int] = frozenset()

    def with_headers(self, headers: Mapping[str, str]) -> Self:
        """The same with more headers."""
        return replace(self, headers={**self.headers, **headers})

    def with_query(self, name: str, value: str) -> Self:
        """The same with one part of the query set."""
        return replace(self, query={**self.query, name: value})

    def at_page(self, page: str) -> Self:
        """The same, asked for its next page."""
        return replace(self, page=page)

    def expecting(self, status: int) -> Self:
        """The same, with one more status that is an answer."""
        return replace(self, expected=self.expected | {status})


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpAnswer:
    """What came back; `body` is None when there was none, `at` is the host's own clock if it told it."""

    status: int
    body: Json = field(repr=False)
    next_link: str = field(default="", repr=False)
    at: datetime | None = None


class HttpClient:
    """Talks to one host only, never follows a redirect, and keeps no cookies.

    `send` raises TemporaryFailure or PermanentFailure, nothing else. Plain http is accepted on loopback only.
    """

    def __init__(self, *, system: str, base_url: str, clock: Clock, limits: HttpLimits = HttpLimits()) -> None:
        self._system = system
        self._base_url = _checked_base(system, base_url)
        self._clock = clock
        self._limits = limits
        self._local = local()

    def send(self, request: HttpRequest) -> HttpAnswer:
        """Ask once. Repeating is the caller's decision: only it knows whether that is safe."""
        url = self._page_url(request) if request.page else self._base_url + self._filled_path(request)
        deadline = self._clock.now() + self._limits.finish_within
        times = (self._limits.connect_within.total_seconds(), self._limits.answer_within.total_seconds())
        try:
            with self._session().request(
                request.method,
                url,
                params=None if request.page else dict(request.query),
                json=request.body,
                data=request.form,
                headers={"Accept": "application/json", **request.headers},
                timeout=times,
                allow_redirects=False,
                stream=True,
            ) as response:
                self._check_status(request, response)
                return HttpAnswer(
                    status=response.status_code,
                    body=self._json(request, response, deadline),
                    next_link=response.links.get("next", {}).get("url", ""),
                    at=_moment(response.headers.get("Date", "")),
                )
        # `from None`: the library's own messages repeat the URL, and a URL may name a person.
        except requests.Timeout:
            raise TemporaryFailure(f"{self._system} did not answer in time to {_name(request)}") from None
        except (requests.ConnectionError, requests.exceptions.ChunkedEncodingError):
            raise TemporaryFailure(f"{self._system} could not be reached for {_name(request)}") from None
        except requests.RequestException as error:
            kind = type(error).__name__
            raise PermanentFailure(f"{self._system} could not be asked {_name(request)} ({kind})") from None

    def _session(self) -> requests.Session:
        # The library's sessions may not be shared between threads.
        session = getattr(self._local, "session", None)
        if session is None:
            session = requests.Session()
            session.trust_env = not _is_loopback(urlsplit(self._base_url).hostname or "")
            session.auth = _keep_headers  # else a .netrc of the machine could replace our sign-in
            session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
            self._local.session = session
        return session

    def _page_url(self, request: HttpRequest) -> str:
        """The next page's address; only ever on the host we sign in to, or our sign-in would go to a stranger."""
        url = urljoin(self._base_url, request.page)
        here, there = urlsplit(self._base_url), urlsplit(url)
        if (there.scheme, there.netloc) != (here.scheme, here.netloc):
            self._refuse(request, "was not asked for more", "its next page is on another host, and we do not follow")
        return url

    def _filled_path(self, request: HttpRequest) -> str:
        names = [name for _, name, _, _ in Formatter().parse(request.path) if name is not None]
        values = {name: request.values[name] for name in names}
        if any(value in {"", ".", ".."} for value in values.values()):
            self._refuse(request, "was not asked", "a value does not fit into an address")
        return request.path.format(**{name: quote(value, safe="") for name, value in values.items()})

    def _check_status(self, request: HttpRequest, response: requests.Response) -> None:
        status = response.status_code
        if 200 <= status < 300 or status in request.expected:
            return
        if status in _TRY_LATER:
            wait = _retry_after(response.headers.get("Retry-After", ""), self._clock.now())
            raise TemporaryFailure(f"{self._system} answered {status} to {_name(request)}", retry_after=wait)
        if 300 <= status < 400:
            self._refuse(
                request, f"answered {status}", "it sends us elsewhere, and we do not follow: check its address"
            )
        if status in {401, 403}:
            self._refuse(
                request, f"answered {status}", "it does not accept our sign-in: check the token and its rights"
            )
        self._refuse(request, f"answered {status}", "it does not accept the request")

    def _json(self, request: HttpRequest, response: requests.Response, deadline: datetime) -> Json:
        content = b"".join(self._pieces(request, response, deadline))
        if not content.strip():
            return None
        if "html" in response.headers.get("Content-Type", "").lower():
            self._refuse(request, "answered with a web page instead of data", "check its address")
        try:
            parsed: Json = json.loads(content)
        except RecursionError:
            self._refuse(request, "answered with data nested too deeply", "a person has to look")
        except ValueError:
            raise TemporaryFailure(f"{self._system} answered {_name(request)} with broken data") from None
        return parsed

    def _pieces(self, request: HttpRequest, response: requests.Response, deadline: datetime) -> Iterator[bytes]:
        """The answer as it comes; measured after unpacking, so that a small archive cannot swell."""
        size = 0
        for piece in response.iter_content(64 * 1024):
            size += len(piece)
            if size > self._limits.max_bytes:
                self._refuse(request, f"answered more than {self._limits.max_bytes} bytes", "we stopped reading")
            if self._clock.now() > deadline:
                raise TemporaryFailure(f"{self._system} answered too slowly to {_name(request)}")
            yield piece

    def _refuse(self, request: HttpRequest, what: str, why: str) -> NoReturn:
        raise PermanentFailure(f"{self._system} {what} ({_name(request)}): {why}")


def _name(request: HttpRequest) -> str:
    return f"{request.method} {request.path}"


def _keep_headers(prepared: requests.PreparedRequest) -> requests.PreparedRequest:
    return prepared


def _checked_base(system: str, base_url: str) -> str:
    parts = urlsplit(base_url)
    host = parts.hostname or ""
    if parts.username or parts.password or parts.query or parts.fragment or not host:
        raise SettingsError(f"the address of {system} must look like https://host/path, without a password or query")
    if parts.scheme != "https" and not (parts.scheme == "http" and _is_loopback(host)):
        raise SettingsError(f"the address of {system} must begin with https://")
    return base_url.rstrip("/")


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _retry_after(text: str, now: datetime) -> timedelta | None:
    """Seconds or an HTTP date (RFC 9110 section 10.2.3); what cannot be read is left out."""
    try:
        wait = timedelta(seconds=int(text)) if text.strip().isdecimal() else _until(text, now)
    except (ValueError, OverflowError):
        return None
    return min(max(wait, timedelta(0)), _LONGEST_WAIT)


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text) if text else None
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment


def _until(text: str, now: datetime) -> timedelta:
    moment = parsedate_to_datetime(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now
