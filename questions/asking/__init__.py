"""How a reader asks, and says that they want to know too: what is kept, counted and refused."""
