"""The pack as one printable page: no script, nothing loaded from elsewhere, everything escaped."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any, Final

from handlers.case_pack import Pack

_STYLE: Final = """
body{margin:0 auto;max-width:62em;padding:24px;color:#1c2430;background:#fff;
font:15px/1.5 -apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif}
h1{font-size:26px;margin:0 0 4px}h2{font-size:19px;margin:32px 0 6px;border-bottom:2px solid #d5dae1}
h3{font-size:15px;margin:18px 0 4px}.made{color:#4a5462;margin:0}
table{border-collapse:collapse;width:100%;margin:6px 0 14px}
th,td{border:1px solid #d5dae1;padding:5px 8px;text-align:left;vertical-align:top;overflow-wrap:anywhere}
th{background:#f0f2f5}tbody th{width:14em;font-weight:600}code{font-size:11px}
pre{white-space:pre-wrap;overflow-wrap:anywhere;font:inherit;
border-left:4px solid #d5dae1;margin:0;padding:2px 0 2px 12px}
@media print{body{padding:0;font-size:10pt}tr,pre{break-inside:avoid}h2,h3{break-after:avoid}}
"""
_NOTHING: Final = "–"


def pack_html(pack: Pack) -> bytes:
    """The case, its clock, what was asked, planned, decided, done and told, and every event with its hash."""
    number = pack["case"]["number"]
    parts = [
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="robots" content="noindex">\n'
        f"<title>Case {escape(number)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>",
        f'<h1>Case {escape(number)}</h1>\n<p class="made">Everything recorded about it. Made {escape(pack["made_at"])} '
        "by RetailOps, Inc. Times are in UTC.</p>",
        _section("The case", _facts(pack["case"])),
        _section(
            "The clock", _facts({key: pack["clock"][key] for key in ("due_on", "acknowledge_by", "extended_until")})
        ),
        f"<ol>{''.join(f'<li>{escape(step)}</li>' for step in pack['clock']['worked_out'])}</ol>",
        _section("What they wrote", _request(pack)),
        _section("The plan and what came of it", _table(pack["plan"], _PLAN)),
        _section("Who decided", _table(pack["decisions"], ("by", "verdict", "at", "plan", "is_valid"))),
        _section("What we told them", "".join(map(_letter, pack["letters"])) or _nothing("No letter was sent.")),
        _section("Timeline", _table(pack["timeline"], ("event", "at", "by", "what", "details", "hash", "root_of"))),
        _section("Daily roots over these events", _table(pack["roots"], ("day", "first", "last", "root"))),
        "</main>\n</body>\n</html>\n",
    ]
    return "\n".join(parts).encode(errors="replace")


_PLAN: Final = ("system", "category", "action", "planned", "planned_to_stay", "state", "outcome", "done", "stays")


def _section(title: str, content: str) -> str:
    return f"<h2>{escape(title)}</h2>\n{content}"


def _facts(facts: Mapping[str, Any]) -> str:
    rows = "".join(
        f'<tr><th scope="row">{_human(key)}</th><td>{_cell(value)}</td></tr>' for key, value in facts.items()
    )
    return f"<table><tbody>{rows}</tbody></table>"


def _table(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> str:
    if not rows:
        return _nothing("Nothing was recorded.")
    head = "".join(f'<th scope="col">{_human(column)}</th>' for column in columns)
    body = "".join(f"<tr>{''.join(f'<td>{_cell(row[column])}</td>' for column in columns)}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _request(pack: Pack) -> str:
    asked = pack["request"]
    if asked is None:
        return _nothing("The time to keep the message is over: it was destroyed.")
    head = _facts({key: asked[key] for key in ("from", "subject", "sent_at", "files")})
    later = "".join(f"<h3>Later they wrote</h3><pre>{escape(words)}</pre>" for words in pack["added"])
    return f"{head}<pre>{escape(asked['text'])}</pre>{later}"


def _letter(letter: Mapping[str, Any]) -> str:
    sent = f"sent {letter['sent_at']}" if letter["sent_at"] else "on its way"
    return f"<h3>{escape(letter['subject'])} ({escape(sent)})</h3>\n<pre>{escape(letter['text'])}</pre>"


def _cell(value: Any) -> str:
    match value:
        case None | "" | [] | {}:
            return _NOTHING
        case bool():
            return "yes" if value else "no"
        case Mapping():
            return "<br>".join(f"{_human(key)}: {_cell(item)}" for key, item in value.items())
        case list():
            return "<hr>".join(_cell(item) for item in value)
        case str() if len(value) == 64 and value.isalnum():
            return f"<code>{escape(value)}</code>"
        case _:
            return escape(str(value))


def _nothing(words: str) -> str:
    return f"<p>{escape(words)}</p>"


def _human(name: str) -> str:
    words = name.replace("_", " ")
    return escape(words[:1].upper() + words[1:])
