"""Pages of records and of releases; one module a matter."""
