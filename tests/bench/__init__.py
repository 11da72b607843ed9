"""Measured against real servers: not collected by pytest, run with `make bench-intake`."""
