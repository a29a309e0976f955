"""The page on which the newsroom sees every piece of the look in every state."""
