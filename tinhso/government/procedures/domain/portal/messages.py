"""The messages of the dossier synchronisation, typed; each field's alias is the portal's own name for it.

On the wire every value is a text: moments `yyyyMMddHHmmss` in Vietnam time, truths `1` and `0`, money in whole đồng,
nothing as an empty text. Fields that we do not know are left out of sight.
"""

from typing import Annotated, Any, Self

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, StringConstraints

from tinhso.government.procedures.domain.portal.dialect import Dialect
from tinhso.government.procedures.domain.portal.moments import from_portal, to_portal
from tinhso.government.procedures.domain.portal.words import ApplicantKind, Channel, FeeWhen, Status


def _text(value: Any) -> Any:
    return "" if value is None else value


def _moment(value: Any) -> Any:
    return from_portal(value) if isinstance(value, str) else value


def _perhaps(value: Any) -> Any:
    return None if value in ("", None) else _moment(value)


def _truth(value: Any) -> Any:
    return {"1": True, "0": False, "": False, "true": True, "false": False}.get(str(value or "").lower(), value)


def _none_is_empty(value: Any) -> Any:
    return () if value in ("", None) else value


Text = Annotated[str, BeforeValidator(_text), StringConstraints(max_length=500)]
Long = Annotated[str, BeforeValidator(_text), StringConstraints(max_length=20_000)]
DossierCode = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z][0-9A-Za-z./-]{3,59}$")]
Moment = Annotated[AwareDatetime, BeforeValidator(_moment), PlainSerializer(to_portal, return_type=str)]
MomentIfAny = Annotated[
    AwareDatetime | None,
    BeforeValidator(_perhaps),
    PlainSerializer(lambda moment: to_portal(moment) if moment else "", return_type=str),
]
Truth = Annotated[bool, BeforeValidator(_truth), PlainSerializer(lambda true: "1" if true else "0", return_type=str)]
Money = Annotated[int, Field(ge=0), PlainSerializer(str, return_type=str)]
StatusNumber = Annotated[Status, BeforeValidator(int), PlainSerializer(lambda one: str(int(one)), return_type=str)]


class Wire(BaseModel):
    """Anything that goes over the wire."""

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True, coerce_numbers_to_str=True)

    def to_wire(self) -> dict[str, Any]:
        """As the portal reads it."""
        return self.model_dump(by_alias=True, mode="json")


class Attachment(Wire):
    """`TaiLieuNop`: a file that came with the dossier, where the portal keeps it, and which paper of the list it is."""

    id: Text = Field(default="", alias="TepDinhKemId")
    name: Text = Field(alias="TenTepDinhKem")
    deleted: Truth = Field(default=False, alias="IsDeleted")
    paper: Text = Field(default="", alias="MaThanhPhanHoSo")
    address: Text = Field(default="", alias="DuongDanTaiTepTin")
    digitised: Truth = Field(default=False, alias="DuocSoHoa")
    reused: Truth = Field(default=False, alias="DuocTaiSuDung")
    from_national_store: Truth = Field(default=False, alias="DuocLayTuKhoDMQG")


class Fee(Wire):
    """`DanhSachLePhi`: a fee, in đồng."""

    name: Text = Field(alias="TenPhiLePhi")
    code: Text = Field(default="", alias="MaPhiLePhi")
    when: FeeWhen = Field(default=FeeWhen.AT_RECEPTION, alias="HinhThucThu")
    amount: Money = Field(alias="Gia")
    kind: Text = Field(default="", alias="LoaiPhiLePhi")


class Supplement(Wire):
    """`DanhSachHoSoBoSung`: that more was asked for, and what became of the promised date."""

    id: Text = Field(default="", alias="HoSoBoSungId")
    asked_by: Text = Field(default="", alias="NguoiYeuCauBoSung")
    what: Long = Field(default="", alias="NoiDungBoSung")
    asked_at: Moment = Field(alias="NgayBoSung")
    given_at: MomentIfAny = Field(default=None, alias="NgayTiepNhanBoSung")
    given: Truth = Field(default=False, alias="TrangThaiBoSung")
    due_before: MomentIfAny = Field(default=None, alias="NgayHenTraTruoc")
    due_after: MomentIfAny = Field(default=None, alias="NgayHenTraMoi")


class ResultPaper(Wire):
    """`DanhSachGiayToKetQua`: a paper that is the result."""

    name: Text = Field(alias="TenGiayTo")
    paper: Text = Field(default="", alias="MaThanhPhanHoSo")
    id: Text = Field(default="", alias="GiayToId")
    address: Text = Field(default="", alias="DuongDanTepTinKetQua")


class Identity(Wire):
    """`DinhDanhCHS`: a number by which the applicant is known; kind `1` is the personal identity number."""

    kind: Text = Field(default="1", alias="LoaiDinhDanh")
    number: Text = Field(alias="SoDinhDanh")


class Progress(Wire):
    """`CapNhatTienDoHoSoMC`: one step in the life of a dossier. The portal adds it to what it has, each time anew."""

    code: DossierCode = Field(alias="MaHoSo")
    by: Text = Field(default="", alias="NguoiXuLy")
    title: Text = Field(default="", alias="ChucDanh")
    at: Moment = Field(alias="ThoiDiemXuLy")
    department: Text = Field(default="", alias="PhongBanXuLy")
    what: Long = Field(default="", alias="NoiDungXuLy")
    status: StatusNumber = Field(alias="TrangThai")
    begins_at: MomentIfAny = Field(default=None, alias="NgayBatDau")
    due_at: MomentIfAny = Field(default=None, alias="NgayKetThucTheoQuyDinh")

    def is_same_step(self, other: "Progress") -> bool:
        """Whether both tell of one step: the portal keeps whole seconds."""
        return (self.code, self.status, to_portal(self.at)) == (other.code, other.status, to_portal(other.at))


class Message(Wire):
    """`DongBoHoSoMC`: a whole dossier as it stands."""

    code: DossierCode = Field(alias="MaHoSo")
    procedure: Text = Field(alias="MaTTHC")
    procedure_name: Text = Field(default="", alias="TenTTHC")
    field: Text = Field(default="", alias="MaLinhVuc")
    field_name: Text = Field(default="", alias="TenLinhVuc")
    channel: Channel = Field(default=Channel.ONLINE, alias="KenhThucHien")
    applicant: Text = Field(default="", alias="ChuHoSo")
    applicant_kind: ApplicantKind = Field(default=ApplicantKind.PERSON, alias="LoaiDoiTuong")
    applicant_code: Text = Field(default="", alias="MaDoiTuong")
    identities: Annotated[tuple[Identity, ...], BeforeValidator(_none_is_empty)] = Field(
        default=(), max_length=10, alias="DinhDanhCHS"
    )
    other: Annotated[str, BeforeValidator(_text), StringConstraints(max_length=200_000)] = Field(
        default="", alias="ThongTinKhac"
    )
    email: Text = Field(default="", alias="Email")
    phone: Text = Field(default="", alias="SoDienThoai")
    summary: Long = Field(default="", alias="TrichYeuHoSo")
    filed_at: MomentIfAny = Field(default=None, alias="NgayNopHoSo")
    received_at: MomentIfAny = Field(default=None, alias="NgayTiepNhan")
    due_at: MomentIfAny = Field(default=None, alias="NgayHenTra")
    status: StatusNumber = Field(alias="TrangThaiHoSo")
    refused_at: MomentIfAny = Field(default=None, alias="NgayTuChoi")
    finished_at: MomentIfAny = Field(default=None, alias="NgayKetThucXuLy")
    returned_at: MomentIfAny = Field(default=None, alias="NgayTra")
    returned_how: Text = Field(default="", alias="HinhThuc")
    office: Text = Field(default="", alias="DonViXuLy")
    note: Long = Field(default="", alias="GhiChu")
    digitised: Truth = Field(default=False, alias="HoSoCoThanhPhanSoHoa")
    paid_online: Truth = Field(default=False, alias="DuocThanhToanTrucTuyen")
    papers: Annotated[tuple[Attachment, ...], BeforeValidator(_none_is_empty)] = Field(
        default=(), max_length=200, alias="TaiLieuNop"
    )
    fees: Annotated[tuple[Fee, ...], BeforeValidator(_none_is_empty)] = Field(
        default=(), max_length=50, alias="DanhSachLePhi"
    )
    supplements: Annotated[tuple[Supplement, ...], BeforeValidator(_none_is_empty)] = Field(
        default=(), max_length=50, alias="DanhSachHoSoBoSung"
    )
    results: Annotated[tuple[ResultPaper, ...], BeforeValidator(_none_is_empty)] = Field(
        default=(), max_length=50, alias="DanhSachGiayToKetQua"
    )

    @property
    def number(self) -> str:
        """The applicant's personal identity number, or nothing."""
        return next((one.number for one in self.identities if one.kind == "1"), self.applicant_code)

    @property
    def agency(self) -> str:
        """The agency's electronic identifier: a dossier's code begins with it."""
        return self.code.rsplit("-", 2)[0]


class Held(Wire):
    """A dossier as the portal holds it. `history` is None where the portal does not tell it."""

    dossier: Message
    history: tuple[Progress, ...] | None = None

    @classmethod
    def read(cls, item: dict[str, Any], dialect: Dialect) -> Self:
        """One entry of an answer to `TraCuuHoSo`. Raises ValueError."""
        told = item.get(dialect.history)
        steps = None
        if isinstance(told, list):
            steps = tuple(Progress.model_validate({"MaHoSo": item.get("MaHoSo")} | step) for step in told[:1000])
        return cls(dossier=Message.model_validate(item), history=steps)

    def tells(self, step: Progress, twins: int = 0) -> bool:
        """Whether the portal has this step already, besides so many others of the same status and second.

        One that tells no history is believed by its status.
        """
        if self.history is None:
            return self.dossier.status == step.status
        return sum(step.is_same_step(one) for one in self.history) > twins
