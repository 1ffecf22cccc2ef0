"""Lists of members: sent in, looked at, taken in."""

from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.core.accounts.models import Post
from tinhso.core.files.actions.keeping import prepare
from tinhso.core.files.domain.kinds import OFFICE
from tinhso.core.places.models import Place
from tinhso.kit import sheets
from tinhso.kit.doors import Request, needs
from tinhso.kit.forms import tell
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal
from tinhso.society.teams.actions.lists import discard_list, read_list, take_list
from tinhso.society.teams.forms.teams import ListForm
from tinhso.society.teams.models import MemberList
from tinhso.society.teams.views.whose import KEEP

SHOWN = 300
SAMPLE: Sequence[Sequence[str]] = (
    (
        "STT", "Xã, phường", "Thôn, bản", "Họ và tên", "Năm sinh", "Giới tính", "Số CCCD", "Số điện thoại",
        "Chức vụ trong tổ", "Ngôn ngữ", "Kỹ năng", "Tập huấn",
    ),
    (
        "1", "Xã Mường Lạn", "Bản Co", "Lò Thị Mẫu", "1994", "Nữ", "", "0912345678", "Tổ trưởng", "Thái, Kinh",
        "Dịch vụ công, VNeID", "Kỹ năng số cơ bản 2026",
    ),
)  # fmt: skip


@needs(KEEP)
@require_http_methods(["GET", "POST"])
def member_lists(request: Request) -> HttpResponse:
    """Send in a list; those that were sent in before."""
    form = ListForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            read = _read(request, form.cleaned_data["file"])
        except Refusal as refusal:
            tell(form, refusal)
        else:
            return redirect("member_list", read.uuid)
    values = {"form": form, "lists": _reached(request).order_by("-pk")[:SHOWN]}
    return page(request, "teams/desk/lists.html", values, status=400 if form.errors else 200)


def _read(request: Request, file: TemporaryUploadedFile) -> MemberList:
    """A workbook is examined like any upload before it is opened; a CSV is only text."""
    name, path = file.name or "", Path(file.temporary_file_path())
    is_sheet = name.lower().endswith(".xlsx")
    if is_sheet:
        path = prepare(file, rules=OFFICE, field="file").clean
    place = place_of_post(request)
    return read_list(place, name=name, path=path, is_sheet=is_sheet, by=request.actor, at=request.at)


def place_of_post(request: Request) -> Place:
    """Where the asker's post is: one commune, or the whole province."""
    post = Post.objects.select_related("place").filter(pk=request.actor.post or 0).first()
    return post.place if post else Place.objects.home()


def _reached(request: Request) -> QuerySet[MemberList]:
    places = request.rights.places(KEEP)
    return MemberList.objects.all() if places is None else MemberList.objects.filter(place__in=places)


@needs(KEEP)
@require_http_methods(["GET", "POST"])
def member_list(request: Request, uuid: UUID) -> HttpResponse:
    """What was read, row by row, before any of it is taken in."""
    one = get_object_or_404(_reached(request), uuid=uuid)
    if request.method == "POST":
        try:
            take_list(one, by=request.actor, at=request.at)
        except Refusal as refusal:
            messages.error(request, str(refusal.told))
        else:
            messages.success(request, _("Taken in."))
        return redirect("member_list", uuid)
    told = one.taken_out() or {"rows": [], "faults": []}
    values = {"one": one, "rows": told["rows"][:SHOWN], "faults": told["faults"][:SHOWN]}
    return page(request, "teams/desk/list.html", values)


@needs(KEEP)
@require_POST
def throw_away(request: Request, uuid: UUID) -> HttpResponse:
    """Throw away what the list says."""
    discard_list(get_object_or_404(_reached(request), uuid=uuid), by=request.actor, at=request.at)
    messages.success(request, _("The list was thrown away."))
    return redirect("member_lists")


@needs(KEEP)
@require_safe
def sample_list(request: Request) -> HttpResponse:
    """An empty list with the columns that are read, and one line as an example."""
    answer = HttpResponse(sheets.xlsx_of(SAMPLE), content_type=sheets.XLSX)
    answer["Content-Disposition"] = 'attachment; filename="danh-sach-to-cong-nghe-so.xlsx"'
    return answer
