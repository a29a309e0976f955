"""The newsletter for programs: the issues that were sent, and subscribing."""
