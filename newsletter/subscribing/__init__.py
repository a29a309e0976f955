"""How readers come, choose what they get, and go."""
