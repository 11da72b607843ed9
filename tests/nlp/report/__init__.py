"""The evaluation as people see it."""
