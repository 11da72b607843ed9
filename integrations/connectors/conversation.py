"""Asking one system: signed in, within its budget, page by page, and never taking an error for an answer."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from bot.errors import PermanentFailure, TemporaryFailure
from bot.ports.clock import Clock
from integrations.connectors.answer import at, list_at, text_at
from integrations.connectors.budget import Budget
from integrations.connectors.sign_in import Signer
from integrations.connectors.step import PageKind, Pages, Step
from integrations.connectors.template import filled, filled_text, names_in_path
from integrations.http import HttpAnswer, HttpClient, HttpRequest, Json

_GONE: Final = frozenset({404, 410})
_REFUSED: Final = 401
_MOST_PAGES: Final = 2_000
_CLOCKS_AGREE: Final = timedelta(days=1)
_CODE: Final = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{2,60}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Where an answer that looks fine carries an error; `temporary` are the codes that pass."""

    at: tuple[str, ...] = ()
    code: str = ""
    temporary: frozenset[str] = frozenset()


NO_TROUBLE: Final = Trouble()


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """Every method raises TemporaryFailure or PermanentFailure, nothing else, and names nobody."""

    title: str
    client: HttpClient
    clock: Clock
    signer: Signer
    budget: Budget
    headers: Mapping[str, str] = field(default_factory=dict)
    pages: Pages | None = None
    trouble: Trouble = NO_TROUBLE

    def ask(self, step: Step, values: Mapping[str, Json], headers: Mapping[str, str] | None = None) -> HttpAnswer:
        """One call; an answer of 404 or 410 is one only about a person or an entry who may no longer be there."""
        return self._send(self._request(step, values, headers or {}))

    def entries(self, step: Step, values: Mapping[str, Json], path: str) -> Iterator[dict[str, Json]]:
        """The records at that path, of all pages; nothing when the person is no longer there."""
        request, seen = self._request(step, values, {}), set[str]()
        for number in range(1, _MOST_PAGES + 1):
            answer = self._send(request)
            if answer.status in _GONE:
                return
            if step.hold_days:
                self._compare_clocks(answer)
            with self.naming():
                page = list_at(answer.body, path)
            yield from page
            following = self._following(request, answer, page, number)
            if following is None:
                return
            mark = f"{following.page} {sorted(following.query.items())} {following.body}"
            if mark in seen:
                raise PermanentFailure(f"{self.title} hands out the same page again and again")
            seen.add(mark)
            request = following
        raise PermanentFailure(f"{self.title} hands out more than {_MOST_PAGES} pages")

    @contextmanager
    def naming(self) -> Iterator[None]:
        """Failures about an answer say whose answer it was."""
        try:
            yield
        except PermanentFailure as failure:
            raise PermanentFailure(f"{self.title}: {failure}") from None

    def _request(self, step: Step, values: Mapping[str, Json], headers: Mapping[str, str]) -> HttpRequest:
        with self.naming():
            body = filled(step.body, values)
            query = {name: filled_text(text, values) for name, text in step.query.items()}
        form = {name: str(value) for name, value in body.items()} if step.is_form and isinstance(body, dict) else None
        may_be_gone = step.names & {"person_id", "item_id", "address_md5"}
        return HttpRequest(
            method=step.method,
            path=step.path,
            values={name: str(values[name]) for name in names_in_path(step.path)},
            query=query,
            headers={**self.headers, **headers},
            body=None if form is not None else body,
            form=form,
            expected=_GONE if may_be_gone else frozenset(),
        )

    def _send(self, request: HttpRequest) -> HttpAnswer:
        self.budget.take()
        try:
            answer = self._signed(request)
        except TemporaryFailure as failure:
            if failure.retry_after is not None:
                self.budget.close(failure.retry_after)
            raise
        if answer.status not in _GONE:
            self._look_for_trouble(answer.body)
        return answer

    def _compare_clocks(self, answer: HttpAnswer) -> None:
        """Where days are counted, a clock that is off would let go of what has to stay, or keep what must go."""
        if answer.at is not None and abs(answer.at - self.clock.now()) > _CLOCKS_AGREE:
            raise PermanentFailure(
                f"the clocks of {self.title} and of this machine differ by more than a day: put ours right first"
            )

    def _signed(self, request: HttpRequest) -> HttpAnswer:
        if not self.signer.can_renew:
            return self.client.send(request.with_headers(self.signer.headers()))
        first = request.with_headers(self.signer.headers()).expecting(_REFUSED)
        answer = self.client.send(first)
        if answer.status != _REFUSED:
            return answer
        self.signer.forget()
        return self.client.send(request.with_headers(self.signer.headers()))

    def _look_for_trouble(self, body: Json) -> None:
        found = [value for path in self.trouble.at if (value := _there(body, path))]
        if not found:
            return
        items = [item for value in found for item in (value if isinstance(value, list) else [value])]
        codes = [text_at(item, self.trouble.code) for item in items if isinstance(item, dict)]
        if self.trouble.temporary & set(codes):
            raise TemporaryFailure(f"{self.title} answered that it cannot just now")
        # Their sentences can repeat what we sent; only a code is safe to show.
        shown = next((f" ({code})" for code in codes if _CODE.fullmatch(code)), "")
        raise PermanentFailure(f"{self.title} answered with an error instead of doing it{shown}")

    def _following(
        self, request: HttpRequest, answer: HttpAnswer, page: list[dict[str, Json]], number: int
    ) -> HttpRequest | None:
        pages = self.pages
        if pages is None:
            return None
        match pages.kind:
            case PageKind.LINK:
                return request.at_page(answer.next_link) if answer.next_link else None
            case PageKind.URL:
                url = text_at(answer.body, pages.next)
                return request.at_page(url) if url else None
            case PageKind.CURSOR:
                cursor = text_at(answer.body, pages.next)
                return request.with_query(pages.parameter, cursor) if cursor else None
            case PageKind.LAST_ID:
                has_more = _there(answer.body, pages.next) is True and page
                return request.with_query(pages.parameter, text_at(page[-1], "id")) if has_more else None
            case PageKind.NUMBER:
                # A system may cut our page size down: only an empty page, or its own word, is the end.
                last = text_at(answer.body, pages.last)
                is_over = not page or (last.isdecimal() and number >= int(last))
                return None if is_over else request.with_query(pages.parameter, str(number + 1))


def _there(body: Json, path: str) -> Json:
    try:
        return at(body, path)
    except PermanentFailure:
        return None
