"""What readers leave with us, and how little of it we keep. Knows no other app."""
