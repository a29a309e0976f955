"""The sitemaps: every public page with when it changed last, and the news of these days."""
