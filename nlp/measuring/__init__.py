"""How well messages are read: figures, their intervals, rivals and time."""
