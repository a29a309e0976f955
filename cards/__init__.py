"""The pictures that other sites show of our pages: drawn here, of words that are public. Knows no app."""
