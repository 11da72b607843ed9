"""Messages that could not be handled: what is wrong with each, and a way to try again."""

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from bot.domain.message import MessageId
from bot.ports.queue_view import QueueView
from handlers.gate import current_member
from handlers.steps import DeadLetters


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetterPages:
    """The list and its one button."""

    queue: QueueView
    dead_letters: DeadLetters

    def blueprint(self) -> Blueprint:
        """The routes."""
        pages = Blueprint("dead_letter", __name__, url_prefix="/dead-letters")
        pages.add_url_rule("", view_func=self.show_dead_letters)
        pages.add_url_rule("/<message_id>/reprocess", view_func=self.reprocess, methods=["POST"])
        return pages

    def show_dead_letters(self) -> str:
        """All of them, oldest first."""
        return render_template("dead_letters.html", letters=self.queue.list_dead_letters())

    def reprocess(self, message_id: MessageId) -> ResponseReturnValue:
        """Try one again."""
        self.dead_letters.reprocess(message_id, by=current_member())
        flash("The message is being read again. If it fails once more, it comes back to this list.")
        return redirect(url_for("dead_letter.show_dead_letters"), 303)
