"""Records out and in as files: what a file may be, what a column means, what an import does, and its pages."""
