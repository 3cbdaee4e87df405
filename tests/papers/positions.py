"""Where texts stand on a printed page, and where the official form has its cells."""

import re
import subprocess
from dataclasses import dataclass
from html import unescape

MM = 25.4 / 72
LEFT, WIDTH = 28, 156  # mm: the margin, the text block
WORD = re.compile(
    r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>'
)

# The official form as it was measured: widths in per cent, then rows with their height in mm and
# their cells; `text` a label, `_` a value, `text:3` one that spans three columns, `.` the
# continuation of a cell from above.
FORMS = {
    "table1": """
17.5 12 8.5 13.5 13.5 15.5 19.5
14 学会名称/（盖章） _:6
14 支撑单位/名称 _:6
14 建立党组织/时间 _:3 党组织/类型 _:2
14 学会所在地 _:3 党组织/关系隶属 _:2
14 党组织/工作经费 _:3 党组织/活动场所 _:2
14 工作人员/总数 _:2 专职/人员数 _ 下辖/党支部 _
14 党员总数 _:2 党的积极/分子数量 _ 党务干部/数量 _
11 学会负责人|2 姓名 年龄 学历 政治面貌 党内外职务 联系方式
14 . _ _ _ _ _ _
11 党组织书记|2 姓名 年龄 学历 任职时间 行政职务 联系方式
14 . _ _ _ _ _ _
30 未建党组织/原因 _:6""",
    "table2": """
14 20 11 16 16 23
13 姓名 _ 性别 _ 出生日期 _
13 民族 _ 籍贯 _ 入党日期 _
13 学历 _ 学位 _ 技术职称 _
13 工作单位 _:3 职务 _
13 手机号码 _:2 电子邮箱 _:2
13 人事档案所在单位:2 _:4
13 党组织关系所在单位:2 _:4""",
    "table3": """
8 14 9 18 20 31
11 序号 姓名 性别 学会职务 联系电话 党组织关系所在单位""",
}


@dataclass(frozen=True)
class Box:
    """Millimetres from the top left corner of a page, or of a table."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def words(path) -> list[list[Box]]:
    """What stands on each page, by the words of pdftotext."""
    run = subprocess.run(["pdftotext", "-bbox", path, "-"], capture_output=True, check=True)
    return [
        [Box(unescape(text), *(float(at) * MM for at in sides)) for *sides, text in found]
        for page in run.stdout.decode().split("<page ")[1:]
        for found in [WORD.findall(page)]
    ]


def labels(form: str) -> list[Box]:
    """The labels of an official table with the cells in which they belong."""
    first, *lines = FORMS[form].strip().splitlines()
    edges = [0.0]
    for width in first.split():
        edges.append(edges[-1] + float(width) * WIDTH / 100)
    heights = [float(line.split()[0]) for line in lines]
    found = []
    for row, line in enumerate(lines):
        column, top = 0, sum(heights[:row])
        for cell in line.split()[1:]:
            text, _, rows = cell.partition("|")
            text, _, columns = text.partition(":")
            end = column + int(columns or 1)
            bottom = top + sum(heights[row : row + int(rows or 1)])
            if text not in "_.":
                found.append(Box(text, LEFT + edges[column], top, LEFT + edges[end], bottom))
            column = end
    return found
