"""Small numbers are not told: who was counted alone could be known, and one bad day would shame an office.

A group of fewer than five is left out. Where the whole is told beside its groups, one more is left out, so that the
missing one cannot be found by taking away.
"""

from collections.abc import Mapping
from typing import TypeVar

LEAST = 5
Key = TypeVar("Key")


def told_groups(sizes: Mapping[Key, int], *, least: int = LEAST, whole_is_told: bool = True) -> frozenset[Key]:
    """Which groups may be told of. What is left out holds nobody, or at least `least` in two groups or more."""
    small = {key for key, size in sizes.items() if 0 < size < least}
    hidden = set(small)
    if small and whole_is_told:
        others = sorted((key for key, size in sizes.items() if size >= least), key=lambda key: sizes[key])
        while others and (len(hidden) < 2 or sum(sizes[key] for key in hidden) < least):
            hidden.add(others.pop(0))
    return frozenset(key for key, size in sizes.items() if size and key not in hidden)
