"""How pages leave the house: what is kept of them and under which key, how they are packed, what may run on them."""
