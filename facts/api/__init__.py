"""Facts, metrics and sources for programs: the same public rows as the pages, with both times."""
