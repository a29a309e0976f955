"""Records and releases for programs: the same public rows as the pages."""
