"""The law and life of a case as pure values: no I/O, no clock, no randomness."""
