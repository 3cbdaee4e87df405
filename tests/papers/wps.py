"""Makes two test files in the manner of WPS: no WPS wrote them. What it does to a package is known
from parts of its files that stand in public repositories; here the same is done to two of
files/, and they bear its suffixes. Run as `python -m tests.papers.wps`.
"""

import io
import re
import zipfile
from itertools import groupby

from lxml import etree

from tests.papers.strangers import FILES

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
CUSTOM = f"""<Properties xmlns="{OFFICE}/custom-properties" xmlns:vt="{OFFICE}/docPropsVTypes">
<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="2" name="KSOProductBuildVer">
<vt:lpwstr>2052-11.1.0.9145</vt:lpwstr></property></Properties>"""
APP = f"""<Properties xmlns="{OFFICE}/extended-properties"><Application>\
WPS Office_11.1.0.9145_F1E327BC-269C-435d-A152-05C5408002CA</Application></Properties>"""
RANGES = f"""<allowEditUser xmlns="https://web.wps.cn/et/2018/main" xmlns:s="{MAIN}"
hasInvisiblePropRange="0"><rangeList sheetStid="2" master=""/></allowEditUser>"""
WORKBOOK = f"""<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}/relationships"
xmlns:dbsheet="http://web.wps.cn/et/2021/dbsheet">
<fileVersion appName="xl" lastEdited="3" lowestEdited="5" rupBuild="9302"/><workbookPr/>
<bookViews><workbookView windowWidth="28800" windowHeight="11340" activeTab="1"/></bookViews>
<sheets><sheet name="表1" sheetId="2" r:id="rId1"/><sheet name="表2" sheetId="5" r:id="rId2"/>
<sheet name="表3" sheetId="1" r:id="rId3"/></sheets>
<definedNames><definedName name="_xlnm._FilterDatabase" localSheetId="2" hidden="1">表3!$A$2:$F$9
</definedName><definedName name="民族">#REF!</definedName>
<definedName name="区">OFFSET(#REF!,MATCH(表1!$A1,#REF!,0),0)</definedName></definedNames>
<calcPr calcId="191029"/><extLst><ext uri="{{B58B0392-4F1F-4190-BB64-5DF3571DCE5F}}"
xmlns:xcalcf="http://schemas.microsoft.com/office/spreadsheetml/2018/calcfeatures">
<xcalcf:calcFeatures><xcalcf:feature name="microsoft.com:LAMBDA_WF"/></xcalcf:calcFeatures></ext>
</extLst></workbook>"""


def pieces(text: str) -> list[str]:
    """A text as WPS breaks it: Chinese characters apart from the others."""
    return ["".join(part) for _, part in groupby(text, str.isascii)]


def with_properties(parts: dict[str, bytes]) -> dict[str, bytes]:
    added = {"docProps/app.xml": APP, "docProps/custom.xml": CUSTOM, "customXml/item1.xml": RANGES}
    parts |= {name: text.encode() for name, text in added.items()}
    types = parts["[Content_Types].xml"].decode()
    declared = (
        '<Override PartName="/docProps/custom.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.custom-properties+xml"/></Types>'
    )
    parts["[Content_Types].xml"] = types.replace("</Types>", declared).encode()
    return parts


def workbook(parts: dict[str, bytes]) -> dict[str, bytes]:
    """Shared texts in pieces, spans and formats on every row, styled blank columns and rows."""
    shared = etree.Element(f"{{{MAIN}}}sst", nsmap={None: MAIN})
    for name in [name for name in parts if name.startswith("xl/worksheets/sheet")]:
        sheet = etree.fromstring(parts[name])
        for cell in sheet.iter(f"{{{MAIN}}}c"):
            share(cell, shared)
        data = sheet.find(f"{{{MAIN}}}sheetData")
        for number in range(len(data) + 1, len(data) + 30):
            row = etree.SubElement(data, f"{{{MAIN}}}row", r=str(number))
            etree.SubElement(row, f"{{{MAIN}}}c", r=f"A{number}", s="1")
        for row in data:
            row.attrib.update(
                dict(spans="1:16384", ht="28", customHeight="1", customFormat="1", s="1")
            )
        columns = etree.fromstring(
            f'<cols xmlns="{MAIN}"><col min="1" max="16384" width="9" style="1"/></cols>'
        )
        data.addprevious(columns)
        parts[name] = etree.tostring(sheet, xml_declaration=True, encoding="UTF-8", standalone=True)
    parts["xl/workbook.xml"] = WORKBOOK.encode()
    parts["xl/sharedStrings.xml"] = etree.tostring(shared, encoding="UTF-8")
    relations = parts["xl/_rels/workbook.xml.rels"].decode()
    added = (
        f'<Relationship Id="rId90" Type="{OFFICE}/relationships/sharedStrings" '
        'Target="sharedStrings.xml"/><Relationship Id="rId91" '
        'Type="http://www.wps.cn/officeDocument/2018/jdeExtension" Target="JDEData.bin"/>'
    )
    parts["xl/_rels/workbook.xml.rels"] = relations.replace(
        "</Relationships>", f"{added}</Relationships>"
    ).encode()
    parts["xl/JDEData.bin"] = bytes(16)
    return parts


def share(cell, shared) -> None:
    """Move the text of a cell to the shared ones."""
    text = "".join(cell.itertext(f"{{{MAIN}}}t"))
    for child in list(cell) if text else ():
        cell.remove(child)
    if not text:
        return
    item = etree.SubElement(shared, f"{{{MAIN}}}si")
    for piece in pieces(text):
        run = etree.SubElement(item, f"{{{MAIN}}}r")
        look = etree.SubElement(run, f"{{{MAIN}}}rPr")
        etree.SubElement(look, f"{{{MAIN}}}rFont", val="宋体")
        etree.SubElement(look, f"{{{MAIN}}}charset", val="134")
        etree.SubElement(run, f"{{{MAIN}}}t").text = piece
    etree.SubElement(item, f"{{{MAIN}}}phoneticPr", fontId="1", type="noConversion")
    cell.set("t", "s")
    etree.SubElement(cell, f"{{{MAIN}}}v").text = str(len(shared) - 1)


def letter(parts: dict[str, bytes]) -> dict[str, bytes]:
    """Runs in pieces with hints and languages, styles by number, a bookmark where one was last."""
    text = parts["word/document.xml"].decode()
    text = text.replace(
        "<w:document ",
        '<w:document xmlns:wpsCustomData="http://www.wps.cn/officeDocument/2013/wpsCustomData" ',
    )
    text = re.sub(r"<w:r><w:t>([^<]*)</w:t></w:r>", in_runs, text)
    text = text.replace('w:val="Heading1"', 'w:val="2"')
    mark = '<w:bookmarkStart w:id="0" w:name="_GoBack"/><w:bookmarkEnd w:id="0"/>'
    parts["word/document.xml"] = text.replace("</w:tc>", f"{mark}</w:tc>", 1).encode()
    styles = parts["word/styles.xml"].decode()
    parts["word/styles.xml"] = styles.replace('"Heading1"', '"2"').encode()
    return parts


def in_runs(found: re.Match) -> str:
    look = (
        '<w:rPr><w:rFonts w:hint="eastAsia" w:ascii="宋体" w:eastAsia="宋体"/>'
        '<w:vertAlign w:val="baseline"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr>'
    )
    return "".join(
        f'<w:r>{look}<w:t xml:space="preserve">{piece}</w:t></w:r>' for piece in pieces(found[1])
    )


def main() -> None:
    for name, suffix, change in (
        ("official_copy.xlsx", "et", workbook),
        ("official_word.docx", "wps", letter),
    ):
        with zipfile.ZipFile(FILES / name) as archive:
            parts = {part: archive.read(part) for part in archive.namelist()}
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
            for part, data in with_properties(change(parts)).items():
                archive.writestr(zipfile.ZipInfo(part), data, zipfile.ZIP_DEFLATED)
        stem = name.partition(".")[0]
        (FILES / f"wps_like_{stem}.{suffix}").write_bytes(made.getvalue())


if __name__ == "__main__":
    main()
