"""Articles for programs: the same live editions as the pages."""
