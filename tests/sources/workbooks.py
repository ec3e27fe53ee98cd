"""Excel workbooks made by hand, part by part: what the reader reads was written by nobody who shares its code."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

_NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
Cell = str | tuple[str, str]  # a text, or the value with its kind: n, date, datetime, duration, error, bool, formula


def workbook(sheets: Mapping[str, Sequence[Sequence[Cell]]]) -> bytes:
    """A workbook with these sheets; a number is ("n", "1.5"), a date its serial number."""
    names = list(sheets)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _content_types(len(names)))
        archive.writestr("_rels/.rels", _relations([("officeDocument", "xl/workbook.xml")]))
        archive.writestr("xl/workbook.xml", f'<workbook {_NS} xmlns:r="{_REL}"><sheets>' + "".join(
            f'<sheet name="{escape(name)}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(names, 1))
            + "</sheets></workbook>")
        archive.writestr("xl/_rels/workbook.xml.rels", _relations(
            [("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(names) + 1)] + [("styles", "styles.xml")]))
        archive.writestr("xl/styles.xml", _styles())
        for n, name in enumerate(names, 1):
            archive.writestr(f"xl/worksheets/sheet{n}.xml", _sheet(sheets[name]))
    return out.getvalue()


def _sheet(rows: Sequence[Sequence[Cell]]) -> str:
    lines = [f'<row r="{r}">' + "".join(_cell(cell, f"{chr(64 + c)}{r}") for c, cell in enumerate(row, 1)) + "</row>"
             for r, row in enumerate(rows, 1)]
    return f"<worksheet {_NS}><sheetData>{''.join(lines)}</sheetData></worksheet>"


def _cell(cell: Cell, place: str) -> str:
    if isinstance(cell, str):
        return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>' if cell else ""
    kind, value = cell
    style = {"date": "1", "datetime": "2", "duration": "3"}.get(kind, "0")
    type_ = {"error": ' t="e"', "bool": ' t="b"'}.get(kind, "")
    formula = "<f>1+1</f>" if kind == "formula" else ""
    return f'<c r="{place}" s="{style}"{type_}>{formula}<v>{value}</v></c>'


def _styles() -> str:
    formats = ('<numFmts count="2"><numFmt numFmtId="164" formatCode="dd/mm/yyyy hh:mm"/>'
               '<numFmt numFmtId="165" formatCode="[h]:mm:ss"/></numFmts>')
    cells = "".join(f'<xf numFmtId="{number}" applyNumberFormat="1"/>' for number in (0, 14, 164, 165))
    return (f'<styleSheet {_NS}>{formats}<fonts count="1"><font/></fonts>'
            f'<fills count="1"><fill><patternFill/></fill></fills>'
            f'<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
            f'<cellXfs count="4">{cells}</cellXfs></styleSheet>')


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    lines = [f'<Relationship Id="rId{n}" Type="{_REL}/{kind}" Target="{target}"/>'
             for n, (kind, target) in enumerate(targets, 1)]
    return ('<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f"{''.join(lines)}</Relationships>")


def _content_types(count: int) -> str:
    sheets = "".join(f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYPES}.worksheet+xml"/>'
                     for n in range(1, count + 1))
    package = "vnd.openxmlformats-package.relationships+xml"
    return ('<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Default Extension="rels" ContentType="application/{package}"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPES}.sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{_TYPES}.styles+xml"/>{sheets}</Types>')
