"""What the simulated national portal knows of this province: offices, procedures, and who filed there already.

The simulator reads the file when it starts; the worker takes the dossiers in within a minute or two, so that one sees
it happen.
"""

import json
from typing import Any

from django.conf import settings

from tinhso.core.people.demo import named_people
from tinhso.core.people.models import Person
from tinhso.core.places.models import Place
from tinhso.government.procedures.models import Procedure, ProcedureVersion
from tinhso.government.procedures.models.laws import laws_of
from tinhso.government.procedures.models.offices import commune_of, counter_of, takes_in

FILERS = (("my", "dang-ky-khai-sinh"), ("la", "xac-nhan-tinh-trang-hon-nhan"), ("inh", "chung-thuc-ban-sao"))
"""Who filed what on the portal: short names of the cast, addresses of the catalogue."""


def write_portal() -> None:
    """Write the simulator's file. Readable by its owner only: it holds our password there."""
    counters = [
        counter_of(place) for place in Place.objects.current().communes().within(Place.objects.home()).by_name()
    ]
    offices = [office for office in counters if office and office.electronic_id]
    laws = laws_of(ProcedureVersion.objects.filter(valid_to=None).select_related("procedure"))
    told = {
        "clients": {settings.PORTAL_USER: settings.PORTAL_PASSWORD},
        "unit": settings.PORTAL_UNIT,
        "store": "portal.sqlite3",
        "agencies": [{"code": office.electronic_id, "name": office.name} for office in offices],
        "procedures": [
            {"MATTHC": law.code, "TENTTHC": law.name, "MALINHVUC": law.field, "TENLINHVUC": law.field}
            for _version, law in laws
        ],
        "filed": [filed for name, slug in FILERS if (filed := _filed(name, slug))],
    }
    folder = settings.VAR / "simulators"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = folder / "portal.json"
    file.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
    file.chmod(0o600)


def _filed(name: str, slug: str) -> dict[str, Any] | None:
    """Someone of the cast files at their commune; None when the catalogue or their commune has no place for it."""
    person = named_people().get(name)
    procedure = Procedure.objects.filter(slug=slug).first()
    version = procedure.versions.filter(valid_to=None).first() if procedure else None
    if person is None or person.home is None or procedure is None or version is None:
        return None
    office = counter_of(commune_of(person.home))
    law = dict(laws_of([version]))[version]
    if office is None or not office.electronic_id or not takes_in(office, law):
        return None
    return {"agency": office.electronic_id, "procedure": procedure.code, "fields": _fields(person)}


def _fields(person: Person) -> dict[str, Any]:
    number = person.number
    known = [{"LoaiDinhDanh": "1", "SoDinhDanh": number.digits}] if number else []
    return {"ChuHoSo": person.full_name, "LoaiDoiTuong": "1", "SoDienThoai": person.phone or "", "DinhDanhCHS": known}
