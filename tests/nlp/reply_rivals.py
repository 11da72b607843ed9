"""Libraries that part replies from what they answer; those that are installed, and none is a dependency."""

from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import Final

Cutter = Callable[[str], str]
"""From a mail's body to what its writer newly wrote."""


def installed_rivals() -> Mapping[str, Cutter]:
    """By the name each has in the package index."""
    return {name: cutter for name, (module, cutter) in _RIVALS.items() if find_spec(module)}


def _mail_parser_reply(body: str) -> str:
    parser = import_module("mailparser_reply").EmailReplyParser(languages=["en", "de", "fr", "es", "it", "nl"])
    return str(parser.parse_reply(text=body) or "")


def _email_reply_parser(body: str) -> str:
    return str(import_module("email_reply_parser").EmailReplyParser.parse_reply(body))


def _quotequail(body: str) -> str:
    found = import_module("quotequail").unwrap(body)
    return "\n\n".join(found[key] for key in ("text_top", "text_bottom") if found.get(key)) if found else body


def _talon(body: str) -> str:
    new = import_module("talon.quotations").extract_from_plain(body)
    return str(import_module("talon.signature.bruteforce").extract_signature(new)[0])


_RIVALS: Final[Mapping[str, tuple[str, Cutter]]] = {
    "mail-parser-reply": ("mailparser_reply", _mail_parser_reply),
    "email-reply-parser": ("email_reply_parser", _email_reply_parser),
    "quotequail": ("quotequail", _quotequail),
    "talon": ("talon", _talon),
}
