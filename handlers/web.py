"""The web application: pages for our people and for customers, behind one gate."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from functools import partial
from typing import Final

from flask import Blueprint, Flask, Response, request
from flask_wtf.csrf import CSRFProtect

from bot.domain import plan_words
from bot.domain.action import SystemName
from bot.domain.case_clock import explanation, paused_since, refuse_by, why_not_extended
from bot.domain.request import REGIME_WORDS, REQUEST_WORDS
from bot.domain.staff import StaffDirectory
from bot.ports.clock import Clock
from bot.ports.queue_view import QueueView
from bot.ports.tallies import TallyView
from handlers.case_pages import CasePages
from handlers.customer_pages import CustomerPages
from handlers.dead_letter_pages import DeadLetterPages
from handlers.drift_pages import DriftPages
from handlers.error_pages import show_errors_as_pages
from handlers.gate import PUBLIC_ROUTES, Gate
from handlers.pack_pages import PackPages
from handlers.queue_pages import QueuePages
from handlers.receipt_pages import ReceiptPages
from handlers.review_pages import ReviewPages
from handlers.sign_in_pages import SignInPages
from handlers.steps import (
    Approval,
    DeadLetters,
    Disclosure,
    Extending,
    Fulfilment,
    Receipting,
    Relabelling,
    Reminders,
    ReviewDesk,
    SignIn,
    Verification,
)
from handlers.trail import short_id
from handlers.wall_clock import WallClock

__all__ = ["PUBLIC_ROUTES", "WebSettings", "create_web_app"]

_HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}
_LARGEST_FORM: Final = 128 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSettings:
    """`public_url` is where people reach the pages; `zone` is the zone in which they read times."""

    secret_key: str = field(repr=False)
    public_url: str
    zone: tzinfo = UTC

    @property
    def cookie_secure(self) -> bool:
        """Whether cookies travel over https alone."""
        return self.public_url.startswith("https://")


def create_web_app(  # noqa: PLR0913 - one argument a step: bootstrap is its only caller
    *,
    sign_in: SignIn,
    approval: Approval,
    extending: Extending,
    disclosure: Disclosure,
    fulfilment: Fulfilment,
    relabelling: Relabelling,
    review_desk: ReviewDesk,
    dead_letters: DeadLetters,
    verification: Verification,
    reminders: Reminders,
    receipting: Receipting,
    queue: QueueView,
    tallies: TallyView,
    staff: StaffDirectory,
    clock: Clock,
    settings: WebSettings,
    system_titles: Mapping[SystemName, str] | None = None,
    blueprints: Sequence[Blueprint] = (),
) -> Flask:
    """All pages; `system_titles` is what people call the connected systems.

    Routes of `blueprints` need neither sign-in nor form token: they check their callers themselves.
    """
    wall_clock = WallClock(clock=clock, zone=settings.zone)
    app = Flask(__name__)
    _configure(app, settings)
    csrf = CSRFProtect(app)
    for outside in blueprints:
        csrf.exempt(outside)
    gate = Gate(sign_in=sign_in, trusted_blueprints=frozenset(outside.name for outside in blueprints))
    app.before_request(gate.check)
    app.after_request(_with_headers)
    _teach_words(app, wall_clock)
    show_errors_as_pages(app)
    app.add_url_rule("/healthz", "healthz", _healthz)
    pages = (
        SignInPages(sign_in=sign_in).blueprint(),
        QueuePages(queue=queue, reminders=reminders, staff=staff, clock=wall_clock).blueprint(),
        CasePages(
            queue=queue,
            approval=approval,
            extending=extending,
            disclosure=disclosure,
            fulfilment=fulfilment,
            relabelling=relabelling,
            verification=verification,
            staff=staff,
            system_titles=system_titles or {},
        ).blueprint(),
        ReviewPages(queue=queue, review_desk=review_desk, disclosure=disclosure, staff=staff).blueprint(),
        DeadLetterPages(queue=queue, dead_letters=dead_letters).blueprint(),
        DriftPages(tallies=tallies, clock=wall_clock).blueprint(),
        CustomerPages(verification=verification).blueprint(),
        PackPages(queue=queue, disclosure=disclosure, staff=staff, clock=wall_clock).blueprint(),
        ReceiptPages(receipting=receipting).blueprint(),
    )
    for blueprint in (*pages, *blueprints):
        app.register_blueprint(blueprint)
    return app


def _configure(app: Flask, settings: WebSettings) -> None:
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="privacy_desk",
        SESSION_COOKIE_SECURE=settings.cookie_secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=_LARGEST_FORM,
        # A page left open over lunch still works: the token ends with the session.
        WTF_CSRF_TIME_LIMIT=None,
        # Our own Referrer-Policy keeps the header away that this check would ask for.
        WTF_CSRF_SSL_STRICT=False,
    )


def _teach_words(app: Flask, clock: WallClock) -> None:
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        day=clock.day,
        moment=clock.moment,
        time_left=clock.time_left,
        urgency=clock.urgency,
        clock_steps=partial(explanation, zone=clock.zone),
        paused_since=partial(paused_since, zone=clock.zone),
        why_not_extended=lambda case: why_not_extended(case, clock.today(), clock.zone),
        refuse_by=partial(refuse_by, zone=clock.zone),
        request_words=REQUEST_WORDS.__getitem__,
        regime_words=REGIME_WORDS.__getitem__,
        plan_line=plan_words.plan_line,
        outcome_line=plan_words.outcome_line,
        short_id=short_id,
        action_state_words=plan_words.action_state_words,
    )


def _with_headers(response: Response) -> Response:
    response.headers.update(_HEADERS)
    if request.endpoint != "static":
        response.headers["Cache-Control"] = "no-store"
    return response


def _healthz() -> Response:
    return Response("ok", mimetype="text/plain")
