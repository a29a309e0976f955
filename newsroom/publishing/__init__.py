"""The page on which an article is published: what readers will see change, the checklist, when, and how it is told."""
