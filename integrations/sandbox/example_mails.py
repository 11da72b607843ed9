"""Mails a visitor of the demo can send with two clicks: one for each right, and one that is none of our business."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleMail:
    """A mail to start from; `title` is the link's text."""

    key: str
    title: str
    subject: str
    words: str


EXAMPLE_MAILS: Final = (
    ExampleMail(
        key="erasure",
        title="Delete everything",
        subject="Closing my account",
        words="Hello,\n\nI no longer want to be a customer. Please close my account and delete everything you hold "
        "about me, including my address and what I bought.\n\nThank you",
    ),
    ExampleMail(
        key="access",
        title="Copy of my data",
        subject="What do you know about me?",
        words="Hi,\n\nplease send me a copy of all the personal data you have about me, and tell me whom you shared it "
        "with.\n\nBest wishes",
    ),
    ExampleMail(
        key="portability",
        title="My data to go",
        subject="Moving to another shop",
        words="Hello,\n\nI am moving to another provider. Could you export my data in a machine-readable format, so "
        "that I can hand it over to them?\n\nThanks",
    ),
    ExampleMail(
        key="rectification",
        title="Correct my data",
        subject="My phone number is wrong",
        words="Good morning,\n\nyou still have my old phone number. Please correct it from 020 7946 0018 to "
        "020 7946 0991.\n\nKind regards",
    ),
    ExampleMail(
        key="restriction",
        title="Stop using my data",
        subject="Please stop processing my data",
        words="Hello,\n\nuntil our dispute about the last parcel is settled, please stop processing my personal data. "
        "You may keep it, but do not use it.\n\nRegards",
    ),
    ExampleMail(
        key="marketing_opt_out",
        title="Stop marketing",
        subject="No more newsletters",
        words="Hi there,\n\nplease unsubscribe me from all your marketing mails and texts.\n\nThanks",
    ),
    ExampleMail(
        key="advertising_opt_out",
        title="Stop ads",
        subject="Your banners follow me",
        words="Hello,\n\nI see your banners on every site I visit. Please stop using my data for targeted advertising "
        "and do not share it with ad networks.\n\nRegards",
    ),
    ExampleMail(
        key="complaint",
        title="Complaint",
        subject="Complaint about how you handle my data",
        words="To whom it may concern,\n\nI want to complain: I asked you twice to stop mailing me and you still use "
        "my personal data. Please tell me what you will do about it.\n\nYours",
    ),
    ExampleMail(
        key="notice_question",
        title="Question",
        subject="A question about your privacy notice",
        words="Hello,\n\nwhich companies do you share my personal data with, and how long do you keep it?\n\nThank you",
    ),
    ExampleMail(
        key="support",
        title="Ordinary support (not privacy)",
        subject="Where is my parcel?",
        words="Hi,\n\nmy order was due last Tuesday and has not arrived. Can you tell me where it is?\n\nThanks",
    ),
)
