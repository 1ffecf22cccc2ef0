"""Tables of a spreadsheet: read as people send them, written so that no cell is taken for a formula.

A workbook that came from outside is examined by `core.files` (`prepare(…, rules=OFFICE)`) before it is read here.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

Cell = object
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_OFFICE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_OFFICE}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><sheets>'
    '<sheet name="1" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_LINKS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}


class NotASheet(Exception):
    """The file cannot be read as a table."""


def read_csv(content: bytes) -> Iterator[Sequence[Cell]]:
    """The rows of a CSV in UTF-8, by commas, semicolons or tabs. Raises NotASheet."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise NotASheet from wrong
    head = text[:4096]
    return csv.reader(io.StringIO(text), delimiter=max(",;\t", key=head.count))


def read_xlsx(path: Path) -> Iterator[Sequence[Cell]]:
    """The rows of the first sheet of a workbook. Raises NotASheet."""
    try:
        return iter(CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python())
    except (CalamineError, IndexError) as wrong:
        raise NotASheet from wrong


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.lstrip(" \u00a0").startswith(_FORMULA) or cell.startswith(_FORMULA) else cell


def csv_of(rows: Iterable[Sequence[str | int]]) -> bytes:
    """UTF-8 with a mark, so that spreadsheets show Vietnamese."""
    made = io.StringIO(newline="")
    csv.writer(made).writerows([harmless(str(cell)) for cell in row] for row in rows)
    return made.getvalue().encode("utf-8-sig")


def xlsx_of(rows: Iterable[Sequence[str | int]]) -> bytes:
    """A workbook of one sheet: numbers as numbers, all else as text in its cell, which is never counted out."""
    lines = "".join(f"<row>{''.join(_cell(cell) for cell in row)}</row>" for row in rows)
    sheet = f'<worksheet xmlns="{_MAIN}"><sheetData>{lines}</sheetData></worksheet>'
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in {**_PARTS, "xl/worksheets/sheet1.xml": sheet}.items():
            package.writestr(zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0)), _HEAD + content)
    return made.getvalue()


def _cell(cell: str | int) -> str:
    if isinstance(cell, int):
        return f"<c><v>{cell}</v></c>"
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(_NOT_IN_XML.sub("", cell), quote=False)}</t></is></c>'
