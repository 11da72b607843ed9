"""What can be typed behind the commands that prove things."""

from argparse import ArgumentParser
from pathlib import Path

from handlers.commands.argument import public_key


def add_receipt_commands(receipt: ArgumentParser) -> None:
    """`verify` and `key`."""
    what = receipt.add_subparsers(required=True, metavar="WHAT", dest="what")
    verify = what.add_parser("verify", help="say whether a receipt is genuine; needs nothing but the file and the key")
    verify.add_argument("file", type=Path, metavar="FILE")
    verify.add_argument("--key", type=public_key, metavar="KEY", help="our public key; without it, this desk's own")
    what.add_parser("key", help="print the public key with which anybody can check our receipts")


def add_pack_arguments(pack: ArgumentParser) -> None:
    """Which case, and where to."""
    pack.add_argument("case", metavar="CASE", help="its number, such as 26-0142")
    pack.add_argument("--to", type=Path, default=Path(), metavar="FOLDER", help="where to write (default: here)")


def add_report_arguments(report: ArgumentParser) -> None:
    """Which figures, of which year."""
    report.add_argument("what", choices=["metrics"], help="metrics: California's table (11 CCR 7102)")
    report.add_argument("--year", type=int, required=True)
    report.add_argument("--csv", action="store_true", help="for a spreadsheet")
    report.add_argument("--everybody", action="store_true", help="count requests under every law")
