"""Our Slack stand-in over HTTP: the Web API for the desk, and a page on which a person can click."""

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from flask import Flask, Response, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response as Redirect

from bot.errors import NotFound
from integrations.sandbox.slack_html import rich, rich_line
from integrations.sandbox.slack_payload import fill_in
from integrations.sandbox.slack_scene import scene
from integrations.sandbox.slack_simulator import SlackSimulator
from integrations.sandbox.slack_workspace import Json, SlackView

_HERE: Final = Path(__file__).parent
_PARTS: Final = ("places", "feed", "thread", "modal")
_WHERE: Final = ("as", "channel", "thread")


def create_slack_simulator_app(simulator: SlackSimulator) -> Flask:
    """`/` is the page, `/api/<method>` the Web API, `/response/<secret>` the response URLs."""
    app = Flask("slack_simulator", template_folder=str(_HERE / "templates"), static_folder=str(_HERE / "static"))
    app.jinja_env.filters.update(rich=rich, rich_line=rich_line)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["here"] = _here
    _add_web_api(app, simulator)
    _add_page(app, simulator)
    _add_gestures(app, simulator)
    return app


def _add_web_api(app: Flask, simulator: SlackSimulator) -> None:
    @app.post("/api/<method>")
    def web_api(method: str) -> Response:
        arguments = _arguments()
        bearer = request.headers.get("Authorization", "").removeprefix("Bearer ")
        status, body, headers = simulator.answer(method, arguments, token=bearer or str(arguments.get("token", "")))
        answer = jsonify(body)
        answer.status_code = status
        answer.headers.update(headers)
        return answer

    @app.post("/response/<secret>")
    def respond(secret: str) -> tuple[str, int]:
        return ("ok", 200) if simulator.respond(secret, _arguments()) else ("expired_url", 404)


def _add_page(app: Flask, simulator: SlackSimulator) -> None:
    @app.get("/")
    def page() -> str:
        return render_template("slack.html", scene=scene(simulator, request.args))

    @app.get("/news")
    def news() -> Response | tuple[str, int]:
        """The parts of the page that change, or 204 while nothing did."""
        if request.args.get("version") == str(simulator.workspace.version):
            return "", 204
        shown = scene(simulator, request.args)
        parts = {name: render_template(f"slack_{name}.html", scene=shown) for name in _PARTS}
        return jsonify({"version": shown.version, "parts": parts})


def _add_gestures(app: Flask, simulator: SlackSimulator) -> None:
    @app.post("/click")
    def click() -> Redirect:
        form = request.form
        return _back(lambda: simulator.click(form["as"], form["channel"], form["ts"], form["action_id"]))

    @app.post("/dismiss")
    def dismiss() -> Redirect:
        return _back(lambda: simulator.dismiss(request.form["channel"], request.form["ts"]))

    @app.post("/modal")
    def modal() -> Redirect:
        return _back(lambda: _modal_gesture(simulator, request.form["as"], request.form.get("gesture", "submit")))


def _modal_gesture(simulator: SlackSimulator, user: str, gesture: str) -> None:
    """`submit`, `close`, or `choose:<block>`; what was typed so far is kept whichever it is."""
    view = simulator.view_of(user)
    if view is None:
        return
    with simulator.lock:
        for block in view.inputs:
            fill_in(view, block["block_id"], _typed(block))
    if gesture == "close":
        simulator.close(user)
    elif gesture.startswith("choose:"):
        block_id = gesture.removeprefix("choose:")
        simulator.choose(user, block_id, _typed(_block(view, block_id)))
    else:
        simulator.submit(user)


def _block(view: SlackView, block_id: str) -> Json:
    return next(block for block in view.inputs if block["block_id"] == block_id)


def _typed(block: Json) -> str | list[str]:
    if block["element"]["type"] == "checkboxes":
        return request.form.getlist(block["block_id"])
    # a form sends line ends as CRLF
    return request.form.get(block["block_id"], "").replace("\r\n", "\n")


def _back(gesture: Callable[[], object]) -> Redirect:
    """Do it and show the page again; a button that is gone meanwhile just shows what is there now."""
    with suppress(NotFound):
        gesture()
    return redirect(_here(**{name: request.form.get(name, "") for name in _WHERE}), code=303)


def _here(**where: str) -> str:
    return "/?" + urlencode({name: value for name, value in where.items() if value})


def _arguments() -> dict[str, Any]:
    """JSON, or a form whose nested fields are JSON texts."""
    if request.is_json:
        found = request.get_json(silent=True)
        return found if isinstance(found, dict) else {}
    nested = {"blocks", "metadata", "view"}
    return {name: json.loads(value) if name in nested else value for name, value in request.form.items()}
