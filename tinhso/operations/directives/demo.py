"""Demo life: directives of six weeks in every state, one meeting, a part passed on; made by the people who would."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image, ImageDraw

from tinhso.core.accounts.demo import persona
from tinhso.core.accounts.models import Account, Post
from tinhso.core.organisations.models import Organisation
from tinhso.core.places.models import Place
from tinhso.kit.actors import Actor
from tinhso.kit.demo import Demo
from tinhso.operations.directives.actions import deciding, doing
from tinhso.operations.directives.actions.issuing import Order, issue_directive
from tinhso.operations.directives.actions.meetings import Held, enter_meeting
from tinhso.operations.directives.domain.words import Better
from tinhso.operations.directives.models import Directive

AFTER = ("accounts", "cases", "organisations", "places", "procedures")
ON_LINE, OVERDUE = "procedures.filed_on_line", "procedures.overdue"
TABLE = "Bảng kê hồ sơ, có xác nhận của Trung tâm Phục vụ hành chính công"


@dataclass(frozen=True, slots=True)
class Life:
    """Who does what, and when: `at(days)` is so many days ago."""

    demo: Demo
    leader: Actor
    head: Actor
    commune: Organisation

    def at(self, days: float) -> datetime:
        return self.demo.now - timedelta(days=days)

    def order(self, title: str, content: str, *, ago: float, days: int, **more: Any) -> Order:
        """A task for Muôn's committee, given so many days ago, to be done within so many days."""
        deadline = timezone.localdate(self.at(ago)) + timedelta(days=days)
        return replace(Order(lead=self.commune, title=title, content=content, deadline=deadline), **more)

    def begin(self, one: Directive, head: Actor, *, ago: float) -> None:
        """Received and begun within a day."""
        doing.receive_directive(one, by=head, at=self.at(ago - 0.3))
        doing.start_directive(one, by=head, at=self.at(ago - 0.8))


def fill(demo: Demo) -> None:
    """Make them in the order in which they would have happened."""
    head = persona("muon")
    life = Life(demo, _by(persona("inh")), _by(head), head.posts.get().organisation)
    for part, make in enumerate((_recalled, _measured, _of_a_meeting, _elsewhere, _late, _answered, _new), start=1):
        make(life)
        demo.step(part / 7)


def _measured(life: Life) -> None:
    """More dossiers on line: done, with a part passed on to the counter; whether it helped is read day by day."""
    place = life.commune.place
    order = life.order(
        "Tăng hồ sơ nộp trên mạng",
        f"Ở {place.full_name} còn ít hồ sơ nộp trên mạng. Đặt máy ở quầy, hướng dẫn từng người, nhờ tổ công nghệ số "
        "cộng đồng xuống bản.",
        ago=20, days=8, evidence=TABLE, indicator=ON_LINE, place=place, better=Better.MORE, target=Decimal(60),
    )  # fmt: skip
    one = issue_directive(order, by=life.leader, at=life.at(20))
    life.begin(one, life.head, ago=20)
    counter = persona("hac").posts.get().organisation
    part = life.order(
        "Đặt một máy cho bà con tự nộp", "Mỗi sáng có người đứng cạnh máy, chỉ cho bà con cách nộp.", ago=18, days=5,
        lead=counter, parent=one,
    )  # fmt: skip
    below, hac = issue_directive(part, by=life.head, at=life.at(18)), _by(persona("hac"))
    life.begin(below, hac, ago=18)
    doing.answer_directive(below, words="Đã đặt máy ở quầy. Hôm nay 6 người tự nộp.", by=hac, at=life.at(15))
    deciding.accept_answer(below, words="Tốt, giữ nếp này.", by=life.head, at=life.at(14.5))
    words = "Đã đặt máy, hướng dẫn 41 người. Tổ công nghệ số đã xuống bốn bản."
    doing.answer_directive(one, words=words, uploads=[_paper("Bang ke")], by=life.head, at=life.at(13))
    deciding.accept_answer(one, words="Đồng ý. Tiếp tục theo dõi.", by=life.leader, at=life.at(12.5))


def _recalled(life: Life) -> None:
    order = life.order(
        "Báo cáo nhanh số hộ chưa có sóng", "Thống kê theo bản, gửi trước cuối tuần.", ago=40, days=7
    )  # fmt: skip
    one = issue_directive(order, by=life.leader, at=life.at(40))
    reason = "Sở Khoa học và Công nghệ đã có số liệu này, xã không phải làm nữa."
    deciding.recall_directive(one, reason=reason, by=life.leader, at=life.at(39))


def _of_a_meeting(life: Life) -> None:
    """Three tasks of one meeting: one closed, one that asks for more time, one in work."""
    held = Held(title="Họp giao ban chuyển đổi số tháng này", held_on=timezone.localdate(life.at(20)))
    science, finance = _office("Sở Khoa học"), _office("Sở Tài chính")
    orders = [
        life.order("Mở lớp chữ ký số cho công chức xã", "Mỗi xã ít nhất hai người biết ký số.", ago=20, days=12),
        life.order("Khảo sát 12 bản chưa có sóng 4G", "Cùng nhà mạng đo tại chỗ, đề xuất vị trí đặt trạm.", ago=20,
                   days=25, lead=science, coordinating=[life.commune]),
        life.order("Cân đối kinh phí đường truyền quý tới", "Trình phương án trước ngày 25.", ago=20, days=30,
                   lead=finance),
    ]  # fmt: skip
    meeting = enter_meeting(held, orders, by=life.leader, at=life.at(19.5))
    course, survey, money = meeting.directives.order_by("pk")
    life.begin(course, life.head, ago=19)
    doing.answer_directive(course, words="Đã mở một lớp, ba công chức ký số được.", by=life.head, at=life.at(10))
    deciding.accept_answer(course, by=life.leader, at=life.at(9))
    _delayed(life, survey)
    if head := _head_of(money.case.agency):
        life.begin(money, head, ago=17)


def _delayed(life: Life, survey: Directive) -> None:
    """The science department asks for more time; the commune helps meanwhile."""
    head = _head_of(survey.case.agency)
    if head is None:
        return
    life.begin(survey, head, ago=18)
    doing.contribute(survey, words="Xã đã cử người dẫn đường tới bốn bản.", by=life.head, at=life.at(8))
    until = timezone.localdate(survey.case.due_at) + timedelta(days=10)
    reason = "Mưa lớn, đường vào năm bản còn sạt lở."
    doing.ask_more_time(survey, reason=reason, until=until, by=head, at=life.at(1))


def _elsewhere(life: Life) -> None:
    """Two other communes: one was sent back, one has only received it."""
    others = Place.objects.current().communes().within(Place.objects.home()).exclude(pk=life.commune.place_id)
    for number, place in enumerate(others.by_name()[:2]):
        office = Organisation.objects.current().agencies().filter(place=place, parent=None).order_by("pk").first()
        head = _head_of(office) if office else None
        if office is None or head is None:
            continue
        order = life.order(
            "Giải quyết dứt điểm hồ sơ quá hạn", "Không để hồ sơ nào quá hạn mà không có văn bản xin lỗi.", ago=9,
            days=14, lead=office, indicator=OVERDUE, place=place, better=Better.LESS, target=Decimal(0),
        )  # fmt: skip
        one = issue_directive(order, by=life.leader, at=life.at(9))
        doing.receive_directive(one, by=head, at=life.at(8.5))
        if number == 0:
            doing.answer_directive(one, words="Xã đã chỉ đạo các bộ phận.", by=head, at=life.at(4))
            reason = "Chưa nói còn bao nhiêu hồ sơ. Ghi rõ từng hồ sơ và ngày trả."
            deciding.send_back(one, reason=reason, by=life.leader, at=life.at(3))


def _late(life: Life) -> None:
    """In work, and its day has passed."""
    order = life.order(
        "Cập nhật danh sách hộ cận nghèo", "Đối chiếu với sổ của bản, gửi Sở Nông nghiệp và Môi trường.", ago=15,
        days=11,
    )  # fmt: skip
    one = issue_directive(order, by=life.leader, at=life.at(15))
    life.begin(one, life.head, ago=14)


def _answered(life: Life) -> None:
    """Answered yesterday; it waits for the leader."""
    place = life.commune.place
    order = life.order(
        "Xử lý hồ sơ đất đai quá hạn", f"Xử lý hết hồ sơ quá hạn ở {place.full_name}, xin lỗi từng hộ.", ago=10,
        days=14, evidence=TABLE, indicator=OVERDUE, place=place, better=Better.LESS, target=Decimal(0),
    )  # fmt: skip
    one = issue_directive(order, by=life.leader, at=life.at(10))
    life.begin(one, life.head, ago=10)
    words = "Đã trả 7 hồ sơ, xin lỗi 7 hộ. Còn 1 hồ sơ chờ trích đo, hẹn thứ Sáu."
    doing.answer_directive(one, words=words, uploads=[_paper("Ho so dat dai")], by=life.head, at=life.at(1))


def _new(life: Life) -> None:
    """Issued this morning."""
    order = life.order(
        "Treo bảng mã số cửa ở trụ sở xã", "Treo ở chỗ bà con dễ thấy, chụp ảnh gửi lại.", ago=0.2, days=10,
        evidence="Ảnh chụp tại chỗ",
    )  # fmt: skip
    issue_directive(order, by=life.leader, at=life.at(0.2))


def _by(account: Account) -> Actor:
    post = account.posts.order_by("pk").first()
    return Actor(account=account.pk, person=account.person_id, post=post.pk if post else None)


def _head_of(office: Organisation) -> Actor | None:
    post = Post.objects.filter(organisation=office, role="head").select_related("account").order_by("pk").first()
    return _by(post.account) if post else None


def _office(name: str) -> Organisation:
    return Organisation.objects.current().agencies().get(place=Place.objects.home(), name__startswith=name)


def _paper(title: str) -> SimpleUploadedFile:
    picture, kept = Image.new("RGB", (600, 200), "white"), BytesIO()
    ImageDraw.Draw(picture).text((30, 80), f"{title} (minh hoa)", fill="black")
    picture.save(kept, "PNG")
    return SimpleUploadedFile("bang-ke.png", kept.getvalue(), content_type="image/png")
