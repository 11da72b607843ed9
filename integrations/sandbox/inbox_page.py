"""The customers' side of the demo: a small web mail client for everybody's mailbox."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from typing import Final, Protocol, TypeVar

from flask import Flask, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bot.domain.identity import EmailAddress, NotAnAddress
from bot.domain.written_date import written_date
from bot.ports.clock import Clock, IdSource
from integrations.sandbox.example_mails import EXAMPLE_MAILS
from integrations.sandbox.letter_view import LetterView, box_id

_Item = TypeVar("_Item")

HELP_DESK: Final = "help@retailops.com"

_HEADERS: Final = {
    # Mails bring their own inline styles; nothing else of theirs runs or loads.
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src data:; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


class InboxSource(Protocol):
    """The mail server of the demo, seen by the customers."""

    def addresses(self) -> list[str]:
        """Everybody who has a mailbox."""
        ...

    def messages_for(self, address: str) -> list[bytes]:
        """The raw mails that person received, oldest first; a mail keeps its place."""
        ...

    def send(self, raw: bytes, sender: str) -> None:
        """Carry a customer's mail to the help desk."""
        ...


def create_inbox_app(mail: InboxSource, *, clock: Clock, ids: IdSource) -> Flask:
    """The pages; times and Message-IDs of the mails written here come from `clock` and `ids`."""
    pages = InboxPages(mail=mail, clock=clock, ids=ids)
    app = Flask(__name__)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters["when"] = pages.when
    app.before_request(_refuse_other_sites)
    app.after_request(_with_headers)
    app.add_url_rule("/", view_func=pages.show_boxes)
    app.add_url_rule("/box/<box>", view_func=pages.show_box)
    app.add_url_rule("/box/<box>/<int:number>", view_func=pages.show_letter)
    app.add_url_rule("/box/<box>/<int:number>/files/<int:place>", view_func=pages.download)
    app.add_url_rule("/write", view_func=pages.write)
    app.add_url_rule("/write", view_func=pages.send, methods=["POST"])
    return app


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxPages:
    """Mailboxes are named by a hash, letters by their place."""

    mail: InboxSource
    clock: Clock
    ids: IdSource

    def show_boxes(self) -> str:
        """Everybody, with how many mails they have."""
        return render_template("inbox.html", **self._frame(None))

    def show_box(self, box: str) -> str:
        """One person's mails, newest first."""
        address = self._address(box)
        letters = list(enumerate(self._letters(address)))[::-1]
        return render_template("inbox_box.html", letters=letters, **self._frame(address))

    def show_letter(self, box: str, number: int) -> str:
        """One mail, as text or as its writer designed it."""
        address = self._address(box)
        letter = _at(self._letters(address), number)
        designed = request.args.get("as") == "designed" and bool(letter.html)
        return render_template(
            "inbox_letter.html", letter=letter, number=number, designed=designed, **self._frame(address)
        )

    def download(self, box: str, number: int, place: int) -> Response:
        """A file that came with a mail."""
        file = _at(_at(self._letters(self._address(box)), number).files, place)
        response = Response(file.content, mimetype="application/octet-stream")
        response.headers.set("Content-Disposition", "attachment", filename=file.name)
        return response

    def write(self) -> str:
        """An empty mail, an example's words, or an answer."""
        example = next((one for one in EXAMPLE_MAILS if one.key == request.args.get("example")), None)
        address = self._find(request.args.get("box", ""))
        draft = {"sender": address or "", "subject": "", "words": "", "number": ""}
        if example is not None:
            draft |= {"subject": example.subject, "words": example.words}
        elif address and (number := request.args.get("answer", type=int)) is not None:
            letter = _at(self._letters(address), number)
            draft |= {"subject": _answered(letter.subject), "words": _quoted(letter), "number": str(number)}
        return self._write_page(draft)

    def send(self) -> ResponseReturnValue:
        """Carry the mail to the help desk, then show the sender's box."""
        draft = {name: request.form.get(name, "").strip() for name in ("sender", "subject", "words", "number")}
        try:
            sender = EmailAddress.parse(draft["sender"]).value
        except NotAnAddress:
            return self._write_page(draft, problem="That is no e-mail address. Write one such as you@example.com."), 400
        if not draft["words"]:
            return self._write_page(draft, problem="The mail is empty. Write something, or pick an example."), 400
        self.mail.send(self._composed(sender, draft).as_bytes(), sender)
        box = box_id(sender)
        place = url_for("show_box", box=box, sent=1) if self._find(box) else url_for("show_boxes", sent=1)
        return redirect(place, 303)

    def when(self, at: datetime) -> str:
        """`10:42` today, else the day as well, in the clock's zone."""
        now = self.clock.now()
        local = at.astimezone(now.tzinfo)
        day = "" if local.date() == now.date() else f"{written_date(local.date(), now.date())} "
        return f"{day}{local:%H:%M}"

    def _composed(self, sender: str, draft: dict[str, str]) -> EmailMessage:
        letter = EmailMessage()
        letter["From"], letter["To"] = sender, HELP_DESK
        letter["Subject"] = " ".join(draft["subject"].split())
        letter["Date"] = self.clock.now()
        letter["Message-ID"] = f"<{self.ids.new_id()}@inbox.example>"
        answered = _find_at(self._letters(sender), draft["number"])
        if answered is not None and answered.message_id:
            letter["In-Reply-To"] = answered.message_id
            letter["References"] = f"{answered.references} {answered.message_id}".strip()
        letter.set_content(draft["words"].replace("\r\n", "\n") + "\n")
        return letter

    def _write_page(self, draft: dict[str, str], *, problem: str = "") -> str:
        sender = draft["sender"] if draft["sender"] in self.mail.addresses() else None
        return render_template(
            "inbox_write.html",
            draft=draft,
            problem=problem,
            examples=EXAMPLE_MAILS,
            desk=HELP_DESK,
            **self._frame(sender),
        )

    def _frame(self, address: str | None) -> dict[str, object]:
        people = [(one, box_id(one), len(self.mail.messages_for(one))) for one in sorted(self.mail.addresses())]
        return {"people": people, "address": address, "box": box_id(address) if address else ""}

    def _letters(self, address: str) -> list[LetterView]:
        return [LetterView.parse(raw) for raw in self.mail.messages_for(address)]

    def _find(self, box: str) -> str | None:
        return next((one for one in self.mail.addresses() if box_id(one) == box), None)

    def _address(self, box: str) -> str:
        return self._find(box) or abort(404)


def _refuse_other_sites() -> None:
    # A strange page open in the same browser must not send mails in the demo's name.
    if request.method == "POST" and request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        abort(403)


def _with_headers(response: Response) -> Response:
    response.headers.update(_HEADERS)
    return response


def _at(items: Sequence[_Item], place: int) -> _Item:
    return items[place] if place < len(items) else abort(404)


def _find_at(letters: Sequence[LetterView], number: str) -> LetterView | None:
    return letters[int(number)] if number.isdecimal() and int(number) < len(letters) else None


def _answered(subject: str) -> str:
    return subject if subject.lower().startswith("re:") else f"Re: {subject}"


def _quoted(letter: LetterView) -> str:
    lines = "\n".join(f"> {line}".rstrip() for line in letter.text.strip().splitlines())
    return f"\n\n{letter.sender} wrote:\n{lines}\n"
