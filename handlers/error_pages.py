"""The one place where errors become pages: what happened, that nothing was lost, what to do."""

import logging
import traceback
from collections.abc import Mapping
from typing import Final

from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError

from bot.errors import DecisionRefused, IllegalTransition, LinkRefused, NotFound, StaleVersion, UserError
from handlers.customer_language import customer_texts, visitor_language

logger = logging.getLogger(__name__)

_STATUS: Final[tuple[tuple[type[UserError], int], ...]] = ((NotFound, 404), (DecisionRefused, 409), (LinkRefused, 410))

_TITLES: Final[Mapping[int, str]] = {
    400: "That could not be read",
    404: "There is no such page",
    405: "That address only takes a button’s press",
    409: "Not done",
    410: "This link no longer works",
    413: "That is too long",
    500: "Something went wrong on our side",
}

_EXPIRED_FORM: Final = "The form had expired. Nothing was changed. Go back, reload the page and press the button again."
_RACE: Final = "Somebody else changed this at the same moment. Nothing was saved. Look at it again and decide."
_OURS: Final = "Nothing was lost. Try again in a minute; if it happens again, tell whoever runs the desk the time."
_THEIRS: Final = "Check the address, or start from the queue."


def show_errors_as_pages(app: Flask) -> None:
    """Register every handler."""
    app.register_error_handler(UserError, show_user_error)
    app.register_error_handler(IllegalTransition, _show_race)
    app.register_error_handler(StaleVersion, _show_race)
    app.register_error_handler(CSRFError, _show_expired_form)
    app.register_error_handler(HTTPException, _show_http_error)
    app.register_error_handler(Exception, _show_failure)
    app.register_error_handler(InternalServerError, _say_failure)
    app.logger.addFilter(_without_path)


def show_user_error(error: UserError) -> ResponseReturnValue:
    """Its own sentence, under the status that fits."""
    status = next((status for kind, status in _STATUS if isinstance(error, kind)), 400)
    return _page(status, str(error))


def _show_race(_: Exception) -> ResponseReturnValue:
    return _page(409, _RACE)


def _show_expired_form(_: CSRFError) -> ResponseReturnValue:
    return _page(400, _EXPIRED_FORM)


def _show_http_error(error: HTTPException) -> ResponseReturnValue:
    return _page(error.code or 400, _THEIRS)


def _show_failure(error: Exception) -> ResponseReturnValue:
    # The message and the path stay out of the log: the one can quote a customer, the other holds a link's token.
    frames = traceback.extract_tb(error.__traceback__)
    where = " < ".join(f"{frame.filename}:{frame.lineno}" for frame in reversed(frames[-4:]))
    logger.error("page failed", extra={"endpoint": request.endpoint, "error": type(error).__name__, "where": where})
    return _page(500, _OURS)


def _say_failure(_: InternalServerError) -> ResponseReturnValue:
    # The page that shows errors has failed itself: no template any more.
    return _OURS, 500, {"Content-Type": "text/plain; charset=utf-8"}


def _without_path(record: logging.LogRecord) -> bool:
    # Only a page that fails while it shows an error gets here: the framework would log its address and its words.
    record.msg, record.args, record.exc_info = "page failed twice", (), None
    return True


def _page(status: int, sentence: str) -> ResponseReturnValue:
    if request.blueprint == "customer":
        return _customer_page(status), status
    title = _TITLES.get(status, "That did not work")
    return render_template("error.html", title=title, sentence=sentence), status


def _customer_page(status: int) -> str:
    language = visitor_language()
    texts = customer_texts(language)
    kind = {400: "expired", 410: "refused", 404: "refused"}.get(status, "failed")
    return render_template("customer_error.html", say=texts.say, language=language, kind=kind)
