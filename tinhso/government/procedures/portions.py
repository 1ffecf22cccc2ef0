"""What procedures know of one person: dossiers with what was declared, and the papers of their own store."""

import json
from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tinhso.government.procedures.models import Dossier, Kept, Paper
from tinhso.kit.portions import Sheet
from tinhso.kit.saying import local


def tell(person: UUID) -> Sequence[Sheet]:
    """Dossiers and papers, the newest first."""
    return [_dossiers(person), _store(person)]


def _dossiers(person: UUID) -> Sheet:
    spoken = get_language() or "vi"
    found = list(Dossier.objects.of_person(person).select_related("case__definition", "case__agency"))
    rows = [
        [
            one.ref, one.case.title, one.case.agency.name, local(one.case.opened_at).isoformat(),
            one.case.rule.title.said(spoken), json.dumps(one.case.values, ensure_ascii=False),
        ]
        for one in found
    ]  # fmt: skip
    heads = {
        "code": _("Code"), "what": _("What was filed or kept"), "agency": _("Office"), "filed": _("When"),
        "state": _("Where it is"), "declared": _("What was declared"),
    }  # fmt: skip
    papers = Paper.objects.filter(dossier__in=found, file__isnull=False).values_list("file", flat=True)
    return Sheet("dossiers", _("My papers"), heads, rows, [file for file in papers if file])


def _store(person: UUID) -> Sheet:
    kept = list(Kept.objects.of_person(person))
    rows = [
        [one.title, local(one.kept_at).isoformat(), str(one.good_until or ""), "yes" if one.result else "no"]
        for one in kept
    ]
    heads = {
        "what": _("What was filed or kept"),
        "since": _("Since when"),
        "good_until": _("Good until"),
        "result": _("a result"),
    }
    return Sheet("store", _("My own store"), heads, rows, [one.file for one in kept])
