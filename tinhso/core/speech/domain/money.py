"""Sums of money in Vietnamese words. Đồng have no smaller coin."""

from tinhso.core.speech.domain.manners import NORTH, Manner
from tinhso.core.speech.domain.numbers import say_whole


def say_money(dong: int, manner: Manner = NORTH) -> str:
    """50.000 is `năm mươi nghìn đồng`, as it is read out over a counter."""
    return f"{say_whole(dong, manner)} đồng"
