"""The life of a case, one step a file.

intake → triage (→ opening) → verification → planning → approval → fulfilment → reply; beside them relabelling (people
read a message differently) and teaching (what the classifier learns from it), retention (what was kept, erased in
time), holds (what must not be erased), ticketing (the portal's view), announcing (Slack's view), sign_in and
dead_letters. The clock has extending (more time, once), reminders (before every date) and clock_review (another law).
"""
