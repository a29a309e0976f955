"""What readers ask and we do not know: a board of it, and what is begun so that it can be answered."""
