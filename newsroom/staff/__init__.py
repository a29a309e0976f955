"""Who works here: invited, signed in with one or two factors, given what others may give them, and shut out."""
