"""The forms that members fill in for people without a signal."""

from collections.abc import Iterator

from django.conf import settings
from django.utils import timezone

from tinhso.government.procedures.actions.drafts import levels_filed_here
from tinhso.government.procedures.models.laws import catalogue_on
from tinhso.kit.addresses import url
from tinhso.kit.packing import Ask, Part, Row


def pack(ask: Ask) -> Iterator[Part]:
    """The pages of the procedures that members carry along; they name nobody."""
    here = levels_filed_here()
    carried = [
        (version, law)
        for version, law in catalogue_on(timezone.localdate(ask.at))
        if law.slug in settings.CARRIED_PROCEDURES and law.level in here and not version.is_suspended
    ]
    if carried and ask.rights.may("give_mandate", place=ask.village):
        rows = [Row(id=law.slug, title=str(law.title), url=url("file_for_someone", law.slug)) for _, law in carried]
        newest = max(version.made_at for version, _law in carried)
        yield Part(name="forms", newest=newest, rows=rows, keeps=[row.url for row in rows])
