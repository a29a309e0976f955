"""Questions for programs: the same as the pages."""
