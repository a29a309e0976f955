"""Pages of records, of releases and of models side by side; one module a matter."""
