"""Times as a newsroom writes them: 22:29, never 10:29 p.m. The rest is Django's British English.

Fields have days as 2026-11-26, which is read the same everywhere and is what refusals give for an example.
"""

TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j M Y, H:i"
SHORT_DATETIME_FORMAT = "d/m/Y H:i"
DATE_INPUT_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d %b %Y", "%d %B %Y"]
