"""Slack's no."""


class SlackRefused(Exception):
    """`{"ok": false, "error": …}`; the message is Slack's code."""
