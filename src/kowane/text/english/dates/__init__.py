"""Dates, months, weekdays, years, decades, quarters and eras."""

from __future__ import annotations

from kowane.text.english.dates import months, numeric, written, years
from kowane.text.english.dates.calendar import MONTHS, month_number
from kowane.text.english.dates.numeric import full_year, say_date
from kowane.text.english.rules import Family, Group

FAMILY = Family(
    Group.DATES,
    (
        *numeric.RULES,
        *written.RULES,
        *months.RULES,
        *years.RULES,
    ),
)

__all__ = ["FAMILY", "MONTHS", "full_year", "month_number", "say_date"]
