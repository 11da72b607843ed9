"""Everything that starts work: polls, clicks, pages, timers and commands."""
