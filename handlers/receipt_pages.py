"""Receipts: customers fetch theirs, and anybody can check one without asking us."""

from dataclasses import dataclass
from typing import Final

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from bot.domain.case import CaseId, CaseNumber
from bot.domain.receipt_check import FalseReceipt, check_receipt
from handlers.steps import Receipting

_NOTHING: Final = "Choose the file that came with our letter, then press the button."


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptPages:
    """A customer's link is its own key; checking shows nothing but what the file says itself."""

    receipting: Receipting

    def blueprint(self) -> Blueprint:
        """The routes."""
        pages = Blueprint("receipt", __name__)
        pages.add_url_rule("/receipt", view_func=self.show_door)
        pages.add_url_rule("/receipt", view_func=self.check, methods=["POST"])
        pages.add_url_rule("/c/<token>/receipt", view_func=self.fetch)
        pages.add_url_rule("/cases/<case_id>/receipt", view_func=self.fetch_for_us)
        return pages

    def show_door(self) -> str:
        """How to check a receipt, and the key to do it with."""
        return self._page()

    def check(self) -> ResponseReturnValue:
        """Look at a file; it is kept nowhere."""
        file = request.files.get("file")
        content = file.read() if file is not None else b""
        if not content:
            return self._page(problem=_NOTHING), 400
        try:
            return self._page(genuine=check_receipt(content, self.receipting.public_key))
        except FalseReceipt as found:
            return self._page(problem=str(found)), 422

    def fetch(self, token: str) -> Response:
        """A customer's own, with the way to the day's root once there is one."""
        return _as_file(*self.receipting.download_by_link(token))

    def fetch_for_us(self, case_id: CaseId) -> Response:
        """The same, for whoever is asked for it."""
        return _as_file(*self.receipting.download(case_id))

    def _page(self, **shown: object) -> str:
        return render_template("receipt.html", key=self.receipting.public_key, **shown)


def _as_file(number: CaseNumber, content: bytes) -> Response:
    answer = Response(content, mimetype="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="receipt-{number}.json"'
    return answer
