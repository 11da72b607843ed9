"""An evaluation told: on the terminal, and as one page that can be sent, printed and kept."""
