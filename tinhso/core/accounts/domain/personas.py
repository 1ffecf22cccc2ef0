"""The people of the demo whom everyone knows: who they are, what they do, how one signs in as them."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.domain.rights import Role
from tinhso.kit.passport import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Persona:
    """A named person of the demo.

    role    the role of their post; None for one who only is a citizen
    through   the persona who acts for them, for one without an account
    """

    full_name: str
    about: Text
    role: Role | None
    title: str = ""
    through: str = ""


DEMO_PIN = "246810"
"""Of every key for signing in the demo; the page of the personas tells it."""
PERSONAS: Mapping[str, Persona] = {
    "my": Persona(full_name="Giàng Thị Mỷ", about=_("A citizen, mother of three, with a telephone"), role=None),
    "la": Persona(
        full_name="Vàng Thị Lả",
        about=_("A grandmother without a telephone; Thoa acts for her"),
        role=None,
        through="thoa",
    ),
    "thoa": Persona(
        full_name="Lường Thị Thoa",
        about=_("Community digital team, goes from house to house"),
        role=Role.HELPER,
        title="Thành viên Tổ công nghệ số cộng đồng",
    ),
    "panh": Persona(
        full_name="Lò Thị Panh",
        about=_("Keeps a homestay"),
        role=Role.HOST,
        title="Chủ nhà nghỉ cộng đồng",
    ),
    "hac": Persona(
        full_name="Cầm Văn Hặc",
        about=_("Officer at the counter of a commune"),
        role=Role.OFFICER,
        title="Công chức Trung tâm Phục vụ hành chính công",
    ),
    "dung": Persona(
        full_name="Hà Thị Dung",
        about=_("Nurse of a commune's health station"),
        role=Role.OFFICER,
        title="Điều dưỡng Trạm Y tế",
    ),
    "muon": Persona(
        full_name="Quàng Văn Muôn",
        about=_("Head of a commune's office"),
        role=Role.HEAD,
        title="Chủ tịch Uỷ ban nhân dân xã",
    ),
    "inh": Persona(
        full_name="Lò Thị Inh",
        about=_("Leads the province"),
        role=Role.LEADER,
        title="Phó Chủ tịch Uỷ ban nhân dân tỉnh",
    ),
    "xuan": Persona(
        full_name="Lò Văn Xuân",
        about=_("Keeps the registers and the workflows of the province"),
        role=Role.REGISTRAR,
        title="Trưởng phòng Tổ chức bộ máy",
    ),
    "chu": Persona(
        full_name="Sùng A Chu",
        about=_("The engineer of the data centre"),
        role=Role.ENGINEER,
        title="Kỹ sư Trung tâm dữ liệu tỉnh",
    ),
}
