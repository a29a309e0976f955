"""The desk, the editorial calendar, and what reminds: review days, planned days, schedules in trouble."""
