"""What an operator types: each command reads its arguments, calls one step and prints."""
