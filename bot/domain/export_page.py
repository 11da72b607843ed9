"""A person's copy of their data: JSON for programs, one printable page for people."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from typing import Final

from bot.domain.action import DataCategory, Record, SystemName
from bot.domain.case import CaseNumber
from bot.domain.disclosure import Withheld, disclosable
from bot.domain.phrasebook import Phrasebook

EXPORT_SCHEMA: Final = "retailops-personal-data/1"

_MAX_COLUMNS: Final = 6
_STYLE: Final = """
body{margin:0 auto;max-width:60em;padding:24px;color:#1c2430;background:#fff;
font:16px/1.5 -apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif}
h1{font-size:26px;margin:0 0 4px}h2{font-size:20px;margin:36px 0 4px}h3{font-size:16px;margin:20px 0 4px}
table{border-collapse:collapse;width:100%;margin:8px 0 16px}
th,td{border:1px solid #d5dae1;padding:6px 9px;text-align:left;vertical-align:top;overflow-wrap:anywhere}
th{background:#f0f2f5}dl{margin:0}dt{font-weight:600}dd{margin:0 0 4px 16px}ul{margin:0;padding-left:18px}
.case{color:#4a5462}.withheld{font-style:italic;color:#4a5462}
@media print{body{padding:0;font-size:11pt}tr{break-inside:avoid}h2,h3{break-after:avoid}}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportSection:
    """What one system holds in one category; `title` where the language has no name for `system`."""

    title: str
    category: DataCategory
    records: Sequence[Record] = field(repr=False)
    system: SystemName | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """Everything for one case; `created_at` in the zone to print."""

    number: CaseNumber
    created_at: datetime
    sections: tuple[ExportSection, ...]


def export_json(export: Export) -> bytes:
    """UTF-8 JSON; the same export always gives the same bytes."""
    content = {
        "schema": EXPORT_SCHEMA,
        "case": export.number,
        "created_at": export.created_at.isoformat(),
        "sections": [_json_section(section) for section in export.sections],
    }
    text = json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True, allow_nan=False)
    return f"{text}\n".encode(errors="replace")


def export_html(export: Export, book: Phrasebook) -> bytes:
    """One self-contained page: no script, nothing loaded from elsewhere; everything escaped."""
    filled = tuple(section for section in export.sections if section.records)
    title = escape(book.say("export.title"))
    parts = [
        f'<!doctype html>\n<html lang="{book.language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>",
        f'<p class="case">{_case_line(export, book)}</p>',
        *(_filled_page(filled, book) if filled else [f"<p>{escape(book.say('export.empty'))}</p>"]),
        f"<p>{escape(book.say('export.rights'))}</p>",
        "</main>\n</body>\n</html>\n",
    ]
    return "\n".join(parts).encode(errors="replace")


def _json_section(section: ExportSection) -> dict[str, object]:
    records = [_named_secrets(disclosable(record)) for record in section.records]
    return {"system": section.title, "category": section.category, "records": records}


def _named_secrets(value: object) -> object:
    match value:
        case Withheld():
            return f"[not shown: {value}]"
        case Mapping():
            return {key: _named_secrets(item) for key, item in value.items()}
        case list():
            return [_named_secrets(item) for item in value]
        case _:
            return value


def _case_line(export: Export, book: Phrasebook) -> str:
    return escape(book.say("export.case", number=export.number, date=book.date(export.created_at.date())))


def _filled_page(sections: tuple[ExportSection, ...], book: Phrasebook) -> list[str]:
    categories = [category for category in DataCategory if any(each.category is category for each in sections)]
    return [
        f"<p>{escape(book.say('export.intro'))}</p>",
        f"<h2>{escape(book.say('export.summary'))}</h2>",
        _summary(sections, book),
        *(_category(category, sections, book) for category in categories),
        f"<h2>{escape(book.say('export.explained'))}</h2>",
        *(_explanation(category, book) for category in categories),
    ]


def _summary(sections: tuple[ExportSection, ...], book: Phrasebook) -> str:
    head = [book.say(f"export.{name}") for name in ("category", "system", "amount")]
    rows = [
        (book.say(f"export.categories.{each.category}"), _title(each, book), book.count("record", len(each.records)))
        for each in sections
    ]
    return _table(head, [[escape(cell) for cell in row] for row in rows])


def _category(category: DataCategory, sections: tuple[ExportSection, ...], book: Phrasebook) -> str:
    parts = [f"<h2>{escape(book.say(f'export.categories.{category}'))}</h2>"]
    for section in (each for each in sections if each.category is category):
        records = [disclosable(record) for record in section.records]
        parts += [f"<h3>{escape(_title(section, book))}</h3>", _records(records, book)]
    return "\n".join(parts)


def _records(records: Sequence[Mapping[str, object]], book: Phrasebook) -> str:
    columns = list(dict.fromkeys(name for record in records for name in record))
    if len(columns) > _MAX_COLUMNS:
        return "\n".join(_upright(record, book) for record in records)
    rows = [[_cell(record.get(name), book) for name in columns] for record in records]
    return _table([_human(name) for name in columns], rows)


def _upright(record: Mapping[str, object], book: Phrasebook) -> str:
    rows = "".join(
        f'<tr><th scope="row">{escape(_human(name))}</th><td>{_cell(value, book)}</td></tr>'
        for name, value in record.items()
    )
    return f"<table><tbody>{rows}</tbody></table>"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    headings = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{headings}</tr></thead><tbody>{body}</tbody></table>"


def _cell(value: object, book: Phrasebook) -> str:
    match value:
        case _ if value in (None, "", [], {}):
            return escape(book.say("export.nothing"))
        case Withheld():
            return f'<span class="withheld">{escape(book.say("export.withheld"))}</span>'
        case bool():
            return escape(book.say("export.yes" if value else "export.no"))
        case Mapping():
            pairs = "".join(
                f"<dt>{escape(_human(key))}</dt><dd>{_cell(item, book)}</dd>" for key, item in value.items()
            )
            return f"<dl>{pairs}</dl>"
        case list():
            return f"<ul>{''.join(f'<li>{_cell(item, book)}</li>' for item in value)}</ul>"
        case _:
            return escape(str(value))


def _explanation(category: DataCategory, book: Phrasebook) -> str:
    is_advertising = category is DataCategory.ADVERTISING
    rows = (
        ("why", book.say(f"export.purposes.{category}")),
        ("who", book.say("export.advertising_recipients" if is_advertising else "export.recipients")),
        ("how_long", book.say("export.retention")),
    )
    cells = "".join(
        f'<tr><th scope="row">{escape(book.say(f"export.{key}"))}</th><td>{escape(text)}</td></tr>'
        for key, text in rows
    )
    heading = escape(book.say(f"export.categories.{category}"))
    return f"<h3>{heading}</h3>\n<table><tbody>{cells}</tbody></table>"


def _title(section: ExportSection, book: Phrasebook) -> str:
    return book.system(section.system or "", section.title)


def _human(name: str) -> str:
    words = name.replace("_", " ").strip()
    return words[:1].upper() + words[1:]
