"""How much may be sent: to one number, to all, and codes that hardly anyone types in (section 4.6 of the promises).

Only mobile numbers of this country are ever written to: their prefixes are the knowledge of `phonenumbers`.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

import phonenumbers
from phonenumbers import PhoneNumberType

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
A_HOUR, A_DAY = 3, 6
"""Text messages to one number."""
WATCHED, LEAST_SHARE = 50, 0.40
"""Of the last so many codes, so large a share must have been typed in, or no more are sent."""
COUNTRY = 84


def is_ours(phone: str) -> bool:
    """Whether a number (E.164) is a mobile one of this country; premium, fixed and foreign ones are not."""
    try:
        number = phonenumbers.parse(phone)
    except phonenumbers.NumberParseException:
        return False
    kind = phonenumbers.number_type(number)
    return number.country_code == COUNTRY and kind is PhoneNumberType.MOBILE and phonenumbers.is_valid_number(number)


def free_from(sent: Sequence[datetime], *, at: datetime) -> datetime:
    """When the next message to a number may go, given when the earlier ones went (in any order); `at` when now."""
    recent = sorted(moment for moment in sent if moment > at - DAY)
    free = at
    if len(recent) >= A_DAY:
        free = recent[-A_DAY] + DAY
    if len([moment for moment in recent if moment > at - HOUR]) >= A_HOUR:
        free = max(free, recent[-A_HOUR] + HOUR)
    return free


def is_pumped(typed_in: Sequence[bool]) -> bool:
    """Whether too few of the last codes were typed in: someone makes us send to numbers nobody reads."""
    watched = typed_in[-WATCHED:]
    return len(watched) == WATCHED and sum(watched) < LEAST_SHARE * WATCHED
