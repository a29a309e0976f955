"""The public table of AI models that Epoch AI keeps: reading it, and taking it into the records and the ledger."""
