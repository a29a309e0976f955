"""Times as a newsroom writes them: 22:29, never 10:29 p.m. The rest is Django's British English."""

TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j M Y, H:i"
SHORT_DATETIME_FORMAT = "d/m/Y H:i"
