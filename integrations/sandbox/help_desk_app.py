"""The help desk over HTTP: the part of Zendesk's interface our adapter speaks, and a page for people."""

from collections.abc import Callable
from dataclasses import dataclass, field

from flask import Flask, Response, abort, jsonify, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from bot.domain.identity import EmailAddress, NotAnAddress
from integrations.http import Json
from integrations.sandbox.help_desk import DeskComment, DeskTicket, DeskUser, HelpDesk, RefusedByDesk, stamp


def create_help_desk_app(desk: HelpDesk) -> Flask:
    """The desk as seen from outside; the interface needs an access token, the page is open."""
    app, api, page = Flask(__name__), _Api(desk), _Page(desk)
    app.before_request(api.guard)
    app.register_error_handler(RefusedByDesk, _refused)
    views: dict[tuple[str, str], Callable[..., AnyResponse | str]] = {
        ("POST", "/oauth/tokens"): api.sign_in,
        ("GET", "/api/v2/users/me"): api.me,
        ("GET", "/api/v2/tickets"): api.list_tickets,
        ("POST", "/api/v2/tickets"): api.create,
        ("GET", "/api/v2/tickets/<int:ticket_id>"): api.show,
        ("PUT", "/api/v2/tickets/<int:ticket_id>"): api.update,
        ("GET", "/api/v2/tickets/<int:ticket_id>/comments"): api.comments,
        ("GET", "/api/v2/tickets/<int:ticket_id>/audits"): api.audits,
        ("GET", "/api/v2/incremental/tickets/cursor"): api.changes,
        ("GET", "/"): page.show,
        ("POST", "/"): page.write,
        ("POST", "/tickets/<int:ticket_id>"): page.write_again,
    }
    for (method, path), view in views.items():
        app.add_url_rule(path, f"{method} {path}", view, methods=[method])
    return app


@dataclass(frozen=True, slots=True)
class _Api:
    desk: HelpDesk

    def guard(self) -> None:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if request.path.startswith("/api/") and not self.desk.knows_token(token):
            raise RefusedByDesk(401, "invalid_token")

    def sign_in(self) -> Response:
        asked = _body()
        if asked.get("grant_type") != "client_credentials":
            raise RefusedByDesk(400, "unsupported_grant_type")
        with self.desk.lock:
            token, lasts = self.desk.sign_in(str(asked.get("client_id")), str(asked.get("client_secret")))
        return jsonify({"access_token": token, "token_type": "bearer", "scope": "read write", "expires_in": lasts})

    def me(self) -> Response:
        return jsonify(user=_user(self.desk.agent))

    def list_tickets(self) -> Response:
        wanted = request.args.get("external_id", "")
        with self.desk.lock:
            found = [_ticket(each) for each in self.desk.tickets.values() if each.external_id == wanted]
        return jsonify(tickets=found, count=len(found))

    def create(self) -> Response:
        with self.desk.lock:
            ticket, is_hit = self.desk.create(_asked(), request.headers.get("Idempotency-Key", ""))
            response = make_response(jsonify(ticket=_ticket(ticket)), 201)
        response.headers["x-idempotency-lookup"] = "hit" if is_hit else "miss"
        return response

    def show(self, ticket_id: int) -> Response:
        with self.desk.lock:
            return jsonify(ticket=_ticket(self.desk.get_ticket(ticket_id)))

    def update(self, ticket_id: int) -> Response:
        with self.desk.lock:
            return jsonify(ticket=_ticket(self.desk.update(ticket_id, _asked())))

    def comments(self, ticket_id: int) -> Response:
        with self.desk.lock:
            comments = list(self.desk.get_ticket(ticket_id).comments)
        page, meta = _page_of(comments)
        users = {comment.author.user_id: _user(comment.author) for comment in page}
        sideload = {"users": list(users.values())} if "users" in request.args.get("include", "") else {}
        return jsonify(comments=[_comment(each) for each in page], meta=meta, **sideload)

    def audits(self, ticket_id: int) -> Response:
        with self.desk.lock:
            comments = list(self.desk.get_ticket(ticket_id).comments)
        page, meta = _page_of(comments)
        return jsonify(audits=[_audit(each, ticket_id) for each in page], meta=meta)

    def changes(self) -> Response:
        cursor = request.args.get("cursor", "")
        if not cursor and "start_time" not in request.args:
            raise RefusedByDesk(400, "StartTimeMissing")
        with self.desk.lock:
            tickets, is_end = self.desk.changes(int(cursor.removeprefix("after-") or 0))
            after = f"after-{tickets[-1].change}" if tickets else cursor or None
            found = [_ticket(each) for each in tickets]
        return jsonify(tickets=found, after_cursor=after, before_cursor=None, end_of_stream=is_end)


@dataclass(frozen=True, slots=True)
class _Form:
    """What a visitor typed, shown again when it cannot be taken."""

    email: str = field(default="", repr=False)
    subject: str = field(default="", repr=False)
    words: str = field(default="", repr=False)
    problem: str = ""


@dataclass(frozen=True, slots=True)
class _Page:
    desk: HelpDesk

    def show(self) -> str:
        return self._shown(_Form())

    def write(self) -> AnyResponse | str:
        form = _Form(*(request.form.get(name, "").strip() for name in ("email", "subject", "words")))
        try:
            address = EmailAddress.parse(form.email)
        except NotAnAddress:
            return self._shown(_Form(form.email, form.subject, form.words, "That is not an e-mail address."))
        if not form.words:
            return self._shown(_Form(form.email, form.subject, form.words, "Please write a few words."))
        self.desk.write_in(address.value, form.subject or "(no subject)", form.words)
        return redirect("/")

    def write_again(self, ticket_id: int) -> AnyResponse:
        words = request.form.get("words", "").strip()
        if words:
            self.desk.write_again(ticket_id, words)
        return redirect(f"/#ticket-{ticket_id}")

    def _shown(self, form: _Form) -> str:
        with self.desk.lock:
            tickets = sorted(self.desk.tickets.values(), key=lambda each: -each.change)
            return render_template("help_desk.html", tickets=tickets, agent=self.desk.agent, form=form)


def _body() -> dict[str, Json]:
    body = request.get_json(silent=True)
    return body if isinstance(body, dict) else abort(400)


def _asked() -> dict[str, Json]:
    ticket = _body().get("ticket")
    return ticket if isinstance(ticket, dict) else abort(400)


def _page_of(comments: list[DeskComment]) -> tuple[list[DeskComment], dict[str, Json]]:
    size, after = request.args.get("page[size]", 100, int), request.args.get("page[after]", 0, int)
    later = [comment for comment in comments if comment.comment_id > after]
    page = later[: min(size, 100)]
    return page, {"has_more": len(later) > len(page), "after_cursor": str(page[-1].comment_id) if page else None}


def _ticket(ticket: DeskTicket) -> dict[str, Json]:
    return {
        "id": ticket.ticket_id,
        "subject": ticket.subject,
        "status": ticket.status,
        "external_id": ticket.external_id or None,
        "requester_id": ticket.requester.user_id,
        "tags": list(ticket.tags),
        "created_at": stamp(ticket.created_at),
        "updated_at": stamp(ticket.updated_at),
    }


def _comment(comment: DeskComment) -> dict[str, Json]:
    return {
        "id": comment.comment_id,
        "type": "Comment",
        "author_id": comment.author.user_id,
        "body": comment.body,
        "plain_body": comment.body,
        "public": comment.public,
        "created_at": stamp(comment.created_at),
    }


def _audit(comment: DeskComment, ticket_id: int) -> dict[str, Json]:
    return {
        "id": comment.comment_id,
        "ticket_id": ticket_id,
        "author_id": comment.author.user_id,
        "created_at": stamp(comment.created_at),
        "metadata": {"system": {}, "custom": dict(comment.metadata)},
        "events": [{"id": comment.comment_id, "type": "Comment", "public": comment.public}],
    }


def _user(user: DeskUser) -> dict[str, Json]:
    return {"id": user.user_id, "email": user.email, "name": user.name, "role": user.role}


def _refused(refusal: RefusedByDesk) -> Response:
    response = make_response(jsonify(error=refusal.error), refusal.status)
    if refusal.retry_after:
        response.headers["Retry-After"] = refusal.retry_after
    return response
