"""New Year's Day of the Chinese calendar, and which one is meant where no year is said."""

from datetime import date

from lunardate import LunarDate

from companies.dates.edtf import DateNotUnderstood

NEAR = 150  # days on either side in which one New Year is clearly the nearest


def lunar_new_year(year: int) -> date:
    """New Year's Day of a year; raises DateNotUnderstood outside 1900 to 2100."""
    if year == 2100:  # the library's tables end the year before
        return date(2100, 2, 9)
    if not 1900 <= year < 2100:
        raise DateNotUnderstood(
            f"The day of Lunar New Year {year} is not known here, only from 1900 to 2100."
        )
    return LunarDate(year, 1, 1).to_solar_date()


def lunar_new_year_meant(dated: date, toward: int) -> date | None:
    """The New Year meant on a day: the next one (toward 1), the last (-1), or the nearest (0).

    None where neither is near. Raises DateNotUnderstood outside 1900 to 2100.
    """
    day = lunar_new_year(dated.year)
    if toward > 0 and day < dated:
        return lunar_new_year(dated.year + 1)
    if toward < 0 and day > dated:
        return lunar_new_year(dated.year - 1)
    return day if toward or (dated - day).days <= NEAR else None
