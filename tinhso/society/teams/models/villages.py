"""Which village a list means."""

import re
from collections import defaultdict

from tinhso.core.places.domain import UNIT_TYPES, Kind
from tinhso.core.places.models import Place, Succession
from tinhso.kit.folding import fold

_UNITS = sorted({fold(unit) for kind in (Kind.COMMUNE, Kind.VILLAGE) for unit in UNIT_TYPES[kind]}, key=len)
_UNIT = re.compile(rf"^(?:{'|'.join(reversed(_UNITS))}|tk|tdp)\s+")


class Villages:
    """The standing villages below a place, found by the names that people write; asked of the database once."""

    def __init__(self, below: Place) -> None:
        self.here = below if below.kind == Kind.COMMUNE else None
        self._communes: dict[str, set[int]] = defaultdict(set)
        self._whole: dict[tuple[int, str], set[int]] = defaultdict(set)
        self._bare: dict[tuple[int, str], set[int]] = defaultdict(set)
        standing = Place.objects.current().within(below)
        for pk, folded, unit in standing.communes().values_list("pk", "folded", "unit_type"):
            self._communes[folded].add(pk)
            self._communes[f"{fold(unit)} {folded}"].add(pk)
        self._add_former()
        villages = standing.villages().filter(parent__isnull=False)
        for pk, folded, unit, parent in villages.values_list("pk", "folded", "unit_type", "parent__pk"):
            self._whole[parent, f"{fold(unit)} {folded}"].add(pk)
            self._bare[parent, folded].add(pk)

    def find(self, village: str, commune: str) -> int | None:
        """The id of the one village that is meant; None when there is none or more than one."""
        communes = self._meant(commune)
        whole, bare = fold(" ".join(village.split())), _bare(village)
        for table, name in ((self._whole, whole), (self._bare, whole), (self._bare, bare)):
            found = {pk for one in communes for pk in table.get((one, name), ())}
            if found:
                return found.pop() if len(found) == 1 else None
        return None

    def _meant(self, commune: str) -> set[int]:
        if not commune:
            return {self.here.pk} if self.here else set()
        return self._communes.get(fold(commune)) or self._communes.get(_bare(commune)) or set()

    def _add_former(self) -> None:
        """A commune that was merged is still called by its old name on many lists."""
        standing = {pk for found in self._communes.values() for pk in found}
        ways = Succession.objects.filter(new__in=standing, old__kind=Kind.COMMUNE)
        for new, folded in ways.values_list("new", "old__folded"):
            if not self._communes.get(folded, set()) - {new}:
                self._communes[folded].add(new)


def _bare(name: str) -> str:
    return _UNIT.sub("", fold(" ".join(name.split())))
