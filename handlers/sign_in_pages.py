"""Signing in with a one-time link, and out again."""

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from handlers.gate import SESSION_TOKEN, WANTED_PAGE
from handlers.steps import SignIn


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInPages:
    """Mail scanners follow links, so looking at one uses nothing up: the button does."""

    sign_in: SignIn

    def blueprint(self) -> Blueprint:
        """The routes."""
        pages = Blueprint("sign_in", __name__)
        pages.add_url_rule("/sign-in", view_func=self.show_door)
        pages.add_url_rule("/sign-in/<token>", view_func=self.show_button)
        pages.add_url_rule("/sign-in/<token>", view_func=self.redeem, methods=["POST"])
        pages.add_url_rule("/sign-out", view_func=self.leave, methods=["POST"])
        return pages

    def show_door(self) -> str:
        """Say how to get in."""
        return render_template("sign_in_door.html")

    def show_button(self, token: str) -> str:
        """Show the button that uses the link up; the token is not looked at yet."""
        return render_template("sign_in.html", token=token)

    def redeem(self, token: str) -> ResponseReturnValue:
        """Start a fresh session: nothing of the visitor's old cookie survives but the page they wanted."""
        session_token = self.sign_in.redeem(token)
        wanted = session.get(WANTED_PAGE)
        session.clear()
        session[SESSION_TOKEN] = session_token
        return redirect(wanted if isinstance(wanted, str) else url_for("queue.show_queue"), 303)

    def leave(self) -> ResponseReturnValue:
        """End the session here and on the server."""
        self.sign_in.sign_out(session[SESSION_TOKEN])
        session.clear()
        flash("You are signed out.")
        return redirect(url_for("sign_in.show_door"), 303)
