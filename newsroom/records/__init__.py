"""Records across apps: merging two that are one, and names in our texts that are none yet."""
