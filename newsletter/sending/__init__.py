"""How mails to many leave the house: noted, claimed, handed over, and settled."""
