"""The API's contract: its committed schema, and what of a change breaks the programs of others."""
