"""Who may pass: every route needs a signed-in person of ours, or stands on the short list here."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Final

from flask import g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from bot.domain.staff import StaffMember
from handlers.steps import SignIn

PUBLIC_ROUTES: Final = frozenset(
    {
        "static",
        "healthz",
        "sign_in.show_door",
        "sign_in.show_button",
        "sign_in.redeem",
        "customer.show_case",
        "customer.confirm",
        "customer.stop",
        "receipt.show_door",
        "receipt.check",
        "receipt.fetch",
    }
)
"""Endpoints anybody may call. A customer's link is its own key; the rest shows nothing of anyone."""

SESSION_TOKEN: Final = "session_token"  # noqa: S105 - the name of the cookie's field, not a token
WANTED_PAGE: Final = "wanted_page"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """Stands before every request. `trusted_blueprints` check their callers themselves, by signature."""

    sign_in: SignIn
    trusted_blueprints: Collection[str] = field(default=())

    def check(self) -> ResponseReturnValue | None:
        """Let the request pass, or answer it."""
        g.member = None
        if request.endpoint is None or self.is_public(request.endpoint):
            return None
        token = session.get(SESSION_TOKEN)
        g.member = self.sign_in.find_member(token) if isinstance(token, str) else None
        if g.member is not None:
            return None
        if request.method != "GET":
            return render_template("signed_out.html"), 401
        session[WANTED_PAGE] = request.path
        return redirect(url_for("sign_in.show_door"), 303)

    def is_public(self, endpoint: str) -> bool:
        """Whether the endpoint needs no sign-in."""
        return endpoint in PUBLIC_ROUTES or endpoint.partition(".")[0] in self.trusted_blueprints


def current_member() -> StaffMember:
    """The signed-in person; only behind the gate."""
    member = g.member
    if not isinstance(member, StaffMember):
        raise TypeError("a page that needs a person stands on the public list")
    return member
