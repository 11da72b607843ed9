"""The downstream systems over HTTP: one application, one path prefix a system."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, abort, jsonify, make_response, render_template, request

from integrations.sandbox.holdings import SYSTEMS, Holding
from integrations.sandbox.systems_page import customer_page_of, page_of
from integrations.sandbox.systems_world import Answer, SystemsWorld, counts, facts, kept


def create_systems_app(world: SystemsWorld) -> Flask:
    """The world as seen from outside; every call but the page needs `Authorization: Bearer <token>`."""
    app, api = Flask(__name__), _SystemsApi(world)
    app.before_request(api.guard)
    app.add_url_rule("/", "page", lambda: render_template("systems.html", **page_of(world)))
    app.add_url_rule("/people/<int:number>", "person", lambda number: _person_page(world, number))
    app.add_url_rule("/<system>/health", "health", lambda system: jsonify(status="ok", system=system))
    views: dict[str, Callable[..., Response]] = {
        "/<system>/customers/search": api.search,
        "/<system>/customers/<customer_id>/holdings": api.holdings,
        "/<system>/customers/<customer_id>/erasures": api.erase,
        "/<system>/customers/<customer_id>/exports": api.export,
        "/<system>/customers/<customer_id>/restrictions": api.restrict,
        "/<system>/customers/<customer_id>/corrections/preview": api.preview_correction,
        "/<system>/customers/<customer_id>/corrections": api.correct,
        "/<system>/opt-outs/preview": api.preview_opt_out,
        "/<system>/opt-outs": api.opt_out,
    }
    for path, view in views.items():
        app.add_url_rule(path, path, view, methods=["POST"])
    return app


@dataclass(frozen=True, slots=True)
class _SystemsApi:
    world: SystemsWorld

    def guard(self) -> Response | None:
        system = (request.view_args or {}).get("system", "")
        if not system:
            return None
        if system not in SYSTEMS:
            abort(404)
        if request.headers.get("Authorization") != f"Bearer {self.world.token}":
            return _failed(401)
        with self.world.lock:
            fault = self.world.fault(system, is_after=False)
        return None if fault is None else _failed(fault.status, fault.retry_after)

    def search(self, system: str) -> Response:
        name, value = next(iter(_body().items()), ("email", ""))
        with self.world.lock:
            found = self.world.people(system, lambda item: bool(value) and _matches(item, name, value))
        return jsonify(customers=found)

    def holdings(self, system: str, customer_id: str) -> Response:
        with self.world.lock:
            items, today = self._records(system, customer_id), self.world.today
        return jsonify(
            holds=counts(items),
            erasable=counts(item for item in items if not item.must_stay(today)),
            kept=kept(item for item in items if item.must_stay(today)),
            facts=facts(items),
            restricted=all(item.is_restricted for item in items),
        )

    def export(self, system: str, customer_id: str) -> Response:
        with self.world.lock:
            items = self._records(system, customer_id)
            records = [{"record": item.kind, **item.fields} for item in items]
        return jsonify(records=records, holds=counts(items))

    def erase(self, system: str, customer_id: str) -> Response:
        keep = _body().get("keep")
        return self._deed(system, lambda: self.world.erase(self._records(system, customer_id), keep=keep))

    def restrict(self, system: str, customer_id: str) -> Response:
        return self._deed(system, lambda: self.world.restrict(self._records(system, customer_id)))

    def preview_correction(self, system: str, customer_id: str) -> Response:
        asked = _body()
        with self.world.lock:
            items = self._records(system, customer_id)
            return jsonify(would_change=counts(self.world.wrong(items, asked["field"], asked["value"])))

    def correct(self, system: str, customer_id: str) -> Response:
        asked = _body()

        def deed() -> Answer:
            return self.world.correct(self._records(system, customer_id), asked["field"], asked["value"])

        return self._deed(system, deed)

    def preview_opt_out(self, system: str) -> Response:
        asked, service = _body(), _wants_no_service_messages()
        with self.world.lock:
            answer = self.world.opt_out_preview(system, asked["list"], asked["email"], service_messages=service)
        return jsonify(answer)

    def opt_out(self, system: str) -> Response:
        asked, service = _body(), _wants_no_service_messages()
        return self._deed(
            system, lambda: self.world.opt_out(system, asked["list"], asked["email"], service_messages=service)
        )

    def _deed(self, system: str, deed: Callable[[], Answer]) -> Response:
        key = request.headers.get("Idempotency-Key", "")
        if not key:
            return _failed(400)
        with self.world.lock:
            answer = self.world.once(system, key, (request.path, _body()), deed)
            fault = self.world.fault(system, is_after=True)
        if answer is None:
            return _failed(400)
        return jsonify(answer) if fault is None else _failed(fault.status)

    def _records(self, system: str, customer_id: str) -> list[Holding]:
        wanted = _body().get("records")
        items = self.world.held(system, customer_id=customer_id)
        if not items:
            abort(_failed(404))
        return [item for item in items if wanted is None or item.kind in wanted]


def _person_page(world: SystemsWorld, number: int) -> str:
    page = customer_page_of(world, number)
    return abort(404) if page is None else render_template("systems_person.html", **page)


def _wants_no_service_messages() -> bool:
    return bool(_body().get("service_messages"))


def _body() -> dict[str, Any]:
    body = request.get_json(silent=True)
    return body if isinstance(body, dict) else {}


def _matches(item: Holding, name: str, value: str) -> bool:
    return item.email == value if name == "email" else item.fields.get(name) == value


def _failed(status: int, retry_after: str = "") -> Response:
    response = make_response(jsonify(error="this did not work"), status)
    if retry_after:
        response.headers["Retry-After"] = retry_after
    return response
