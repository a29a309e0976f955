"""The newsletter: who takes what, the issues, and mailing them once each."""
