"""The life of a case, one step a file.

intake → triage (→ opening) → verification → planning → approval → fulfilment → reply; beside them
ticketing (the portal's view), announcing (Slack's view), sign_in and dead_letters.
"""
