"""A cell of a CSV file that no spreadsheet takes for a formula."""

from typing import Final

_DANGEROUS: Final = frozenset("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
"""What begins a formula (OWASP, CSV injection), with the full-width twins that some programs fold into them."""


def csv_row(*cells: object) -> str:
    """One line without its end: quoted, and whatever could begin a formula led by an apostrophe."""
    return ",".join(f'"{_safe(str(cell))}"' for cell in cells)


def _safe(text: str) -> str:
    led = f"'{text}" if text[:1] in _DANGEROUS or text.lstrip()[:1] in _DANGEROUS else text
    return led.replace('"', '""')
