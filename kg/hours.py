"""Hours: whether a moment lies in a weekly window, holidays and nights over midnight included."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kg.records import Window

_ONE_DAY = timedelta(days=1)


def windows_at(
    windows: Mapping[str, Window], moment: datetime, holidays: Mapping[str, Collection[date]]
) -> frozenset[str]:
    """Return the ids of the windows in which a moment lies.

    `moment` has a time zone; raise `ValueError` if not. `holidays` are region → public holidays.
    """
    if moment.tzinfo is None:
        raise ValueError(f"{moment.isoformat()} has no time zone; write it with an offset, as 2026-08-17T10:00+08:00")
    return frozenset(name for name in windows if _is_in(windows, name, moment, holidays))


def _is_in(
    windows: Mapping[str, Window], name: str, moment: datetime, holidays: Mapping[str, Collection[date]]
) -> bool:
    window = windows[name]
    if window.complement_of:
        return not _is_in(windows, window.complement_of, moment, holidays)
    local = moment.astimezone(ZoneInfo(window.time_zone))
    off = holidays.get(window.holidays_of or "", ())
    for opens, closes in zip(window.opens, window.closes, strict=True):
        begin, end = time.fromisoformat(opens), time.fromisoformat(closes)
        if begin < end:
            if begin <= local.time() < end and _counts(window, local.date(), off):
                return True
        elif local.time() >= begin:
            if _counts(window, local.date(), off):
                return True
        elif local.time() < end and _counts(window, local.date() - _ONE_DAY, off):
            return True
    return False


def _counts(window: Window, day: date, holidays: Collection[date]) -> bool:
    """Whether the window has hours on a day. A make-up workday on a weekend is a day of the weekend."""
    return (not window.days or str(day.isoweekday()) in window.days) and day not in holidays
