"""The ledger from the newsroom's side: what falls with a source, disputes, citations, corrections by hand."""
