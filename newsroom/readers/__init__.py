"""What is kept of one reader, for whoever it belongs to: told, and erased."""
