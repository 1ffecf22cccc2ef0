"""Sealing all numbers anew under a new key."""

from django.db import transaction

from tinhso.core.people.models import Number, keys

AT_ONCE = 500


def rotate_person_key(*, drop_old: bool = False) -> int:
    """Make a new sealing key, seal every number under it, and tell how many. May be broken off and begun again.

    `drop_old` destroys the older keys once no row needs them: backups made before can then not be read.
    """
    new, sealed = keys.make_seal(), 0
    while count := _seal_some(new):
        sealed += count
    if drop_old:
        for old in range(1, new):
            keys.drop_seal(old)
    return sealed


@transaction.atomic
def _seal_some(new: int) -> int:
    some = list(Number.objects.select_for_update().not_sealed_by(new).order_by("pk")[:AT_ONCE])
    for number in some:
        number.seal(number.digits)
    Number.objects.bulk_update(some, ["sealed", "key_id"])
    return len(some)
