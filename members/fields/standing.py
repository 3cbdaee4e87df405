"""What a person has attained: schooling, degree, title, and the standing in the Party."""

import re

from filings.fields import columns
from filings.fields.base import CellContext, CellField, Choice, Reading, ask, ok
from filings.fields.coded import SEPARATORS, CodedField
from filings.fields.normalize import shown, squeeze, strip_label
from members.enums import Employment, PartyStatus
from societies import codes
from societies.codes import fold

_STUDYING = re.compile(r"在读|就读|在学|在校|攻读|预科|未毕业")
_UNFINISHED = re.compile(r"[肄结]业")


class EducationField(CodedField):
    """学历. A degree alone means the schooling that leads to it; a Party school's or an unfinished
    course is asked about."""

    what = "学历"
    example = "大学本科"
    labels = ("学历", "最高学历", "文化程度")
    _mode = re.compile(
        r"全日制|统招|普通高等教育|函授|自学考试|自考|成人教育|成人|成教|夜大学?|电大|远程|网络教育|网络|业余|脱产|在职|非全日制|继续教育|开放教育"
    )
    _tail = re.compile(r"(教育|学历|文化程度|文化|程度|毕业生?)$")
    _or_more = re.compile(r"(及以上|以上|或以上)$")
    _below = {"11": "14", "14": "20", "10": "20", "17": "20", "20": "60", "30": "60"}

    def table(self):
        return codes.educations()

    def whole(self, plain, text):
        if reading := super().whole(plain, text):
            return reading
        bare = self._tail.sub("", self._mode.sub("", plain, count=1))
        if bare and bare != plain:
            return super().whole(bare, text)
        return None

    def special(self, plain, text):
        if "党校" in plain:
            rows = self._rows(self._mode.sub("", re.sub(r".*党校", "", plain)))
            likely = rows or [self.table()[code] for code in ("20", "10", "30")]
            return self.ask_rows(text, likely, propose=bool(rows))
        if _STUDYING.search(plain) or re.fullmatch(r"(博士|硕士)生|大[一二三四]|研[一二三]", plain):
            return self._studying(text, plain)
        if _UNFINISHED.search(plain):
            return self._studying(text, plain)
        if re.fullmatch(r".*(以上|以下)", plain):
            return self._doubtful(text, re.sub(r"[及或]?以[上下]$", "", plain))
        return None

    def _doubtful(self, text, bare):
        rows = self._rows(bare)
        return self.ask_rows(text, rows) if rows else self.refuse(text)

    def _rows(self, bare):
        row = self.find(self._tail.sub("", bare)) or self.find(bare)
        row = row or self.find(bare.removesuffix("生"))
        return [row] if row else list(self.table().asked.get(fold(bare), ()))

    def _studying(self, text, plain):
        """An unfinished course: the highest finished level counts, by default one below it."""
        courses = re.sub(r"\(([^()]*)\)?", r"/\1", plain)
        finished, current = [], []
        for part in filter(None, SEPARATORS.split(courses)):
            bare = _UNFINISHED.sub("", _STUDYING.sub("", part))
            (current if bare != part or not bare else finished).extend(self._rows(bare))
        current, finished = (current, finished) if current else (finished, [])
        below = [self.table()[self._below[row.code]] for row in current if row.code in self._below]
        rows = list(dict.fromkeys([*(finished or below), *current]))
        message = f"“{shown(text)}”还没有毕业，已取得的最高学历是哪一项？"
        return (
            self.ask_rows(text, rows, message=message)
            if rows
            else self.refuse(text, "没有写明层次")
        )

    def is_idle(self, remark, row):
        return bool(self._mode.fullmatch(remark))

    def with_remark(self, plain, text):
        """研究生（博士）: the remark says which of the levels of the asked spelling it is."""
        match = re.fullmatch(r"研究生(?:学历|毕业)?\((.*)\)", plain)
        if match and (row := self.find(match[1])) and row.code in ("11", "14"):
            return ok(row.code)
        return super().with_remark(plain, text)

    def ranked(self, rows):
        """研究生 beside 硕士 only repeats it."""
        return sorted(rows, key=lambda row: row.code == "10")

    def within(self, plain, text):
        if plain.endswith(("大学", "学院")):
            return self.refuse(text, "是学校，不是学历")
        return super().within(plain, text)


class DegreeField(CodedField):
    """学位. PhD means any doctorate of research; 哲学博士 may be its translation."""

    what = "学位"
    example = "理学硕士"
    labels = ("学位", "最高学位")
    blank_marks = False
    _levels = {"博士": "2", "硕士": "3", "学士": "4"}
    _below = {"2": "3", "3": "4"}

    def table(self):
        return codes.degrees()

    def whole(self, plain, text):
        if plain in ("", "-") or not re.search(r"[^\W_]", plain):
            return self.ask_rows(
                text, [self.table()["0"]], propose=False, message=f"“{shown(text)}”是没有学位吗？"
            )
        return super().whole(plain, text)

    def special(self, plain, text):
        level = next((word for word in self._levels if word in plain), "")
        if _STUDYING.search(plain) and level:
            code = self._below.get(self._levels[level])
            rows = [self.table()[c] for c in (code, self._levels[level]) if c]
            return self.ask_rows(
                text, rows, message=f"“{shown(text)}”还没有取得，已有的学位是哪一项？"
            )
        if match := re.fullmatch(r"(博士|硕士|学士)\((.+?)\)|(.+?)\((博士|硕士|学士)\)", plain):
            row = self.find((match[2] or match[3]) + (match[1] or match[4]))
            return self.ask_rows(text, [row]) if row else None
        if codes.educations().meaning.get(fold(plain)) or codes.educations().asked.get(fold(plain)):
            rows = [self.table()[code] for code in ("4", "0")]
            return self.ask_rows(
                text, rows, propose=False, message=f"“{shown(text)}”是学历，学位是哪一项？"
            )
        if re.fullmatch(
            r"(哲学|经济学|法学|教育学|文学|历史学|理学|工学|农学|医学|军事学|管理学)", plain
        ):
            rows = [self.table().meaning[fold(plain + word)] for word in self._levels]
            return self.ask_rows(text, rows, propose=False)
        return None

    def ranked(self, rows):
        return sorted(rows, key=lambda row: -row.rank)


class TechnicalTitleField(CodedField):
    """技术职称. A level or an honour is no title; a name of several series is asked about."""

    what = "技术职称"
    example = "高级工程师"
    labels = ("职称", "技术职称", "专业技术职务", "专业技术职称")
    blank_marks = False
    _level = re.compile(
        r"(正高|副高|高级|中级|初级|正高级|副高级|助理级|员级)(职称|技术职称|专业技术职务|专业技术职称)?"
    )
    _no_title = re.compile(
        r"(两院|中科院|中国工程院|工程院|中国科学院)?院士|资深教授|长江学者|享受.*津贴|.*专家|特聘教授"
    )
    _grade = re.compile(r"([一二三四五六七八九十1-9]{1,2}级)")
    _tail = re.compile(r"(职称|技术职称|任职资格|资格)$")
    _post_words = re.compile(
        r"(博|硕)(士生?)?导师?|博士后|院长|所长|处长|科长|主任$|部长|理事长|秘书长|会长|书记|调研员|科员|巡视员|学科带头人"
    )

    def table(self):
        return codes.technical_titles()

    def whole(self, plain, text):
        if not re.search(r"[^\W_]", plain):
            return self.ask_rows(
                text, [self.table()["999"]], propose=False, message=f"“{shown(text)}”是没有职称吗？"
            )
        bare = self._tail.sub("", plain)
        return super().whole(plain, text) or (
            super().whole(bare, text) if bare != plain and bare != "无" else None
        )

    def special(self, plain, text):
        if self._level.fullmatch(plain):
            return ask(f"“{shown(text)}”是级别，请填写具体的职称{self.accepted}。")
        if self._no_title.fullmatch(plain):
            return ask(f"“{shown(text)}”是称号，请填写专业技术职称{self.accepted}；没有的填“无”。")
        if base := self._same_base(plain):
            return self.ask_rows(text, base)
        bare = self._grade.sub("", plain).removesuffix("()")
        if bare != plain and not self._post_words.search(bare):
            row = self.find(bare)
            rows = [row] if row else self._same_base(bare)
            return self.ask_rows(text, rows) if rows else None
        if self._post_words.fullmatch(plain):
            return self.refuse(text, "是职务或导师资格，不是技术职称")
        return None

    def _same_base(self, plain):
        """Titles that differ by their series only."""
        key = fold(plain)
        return [row for row in self.table() if "(" in row.name and fold(row.base) == key]

    def is_idle(self, remark, row):
        """教授（正高）says nothing new."""
        return remark.removesuffix("职称").removesuffix("级") == row.level.removesuffix("级")

    def with_remark(self, plain, text):
        """高级工程师（正高）: the remark names another level of the same series."""
        match = re.fullmatch(r"(.+)\((正高|副高|中|初|教授)级?\)", plain)
        row = match and self.find(match[1])
        level = {"教授": "正高"}.get(match[2], match[2]) + "级" if match else ""
        if row and row.level != level:
            same = [r for r in self.table() if (r.series_code, r.level) == (row.series_code, level)]
            return self.ask_rows(text, [*same, row])
        return super().with_remark(plain, text)

    def misspelt(self, plain, text):
        return None if self._post_words.search(plain) else super().misspelt(plain, text)


class PoliticalStatusField(CodedField):
    what = "政治面貌"
    example = "中共党员"
    labels = ("政治面貌", "党派")

    def table(self):
        return codes.political_statuses()

    def display(self, value):
        return self.table()[value].short_name if value else ""

    def _general(self, text):
        # 无 may mean 无党派 or 群众: the asked spellings of the table decide.
        return None if squeeze(text) in ("无", "没有") else super()._general(text)

    def special(self, plain, text):
        if re.search(r"退党|脱党|开除|除名|自行脱|取消.*资格", plain):
            return self.refuse(text, "不是现在的政治面貌")
        if match := re.fullmatch(r"(中共)?党员\((.+)\)", plain):
            code = {
                "预备": "02",
                "预备党员": "02",
                "预备期": "02",
                "正式": "01",
                "中共": "01",
                "共产党": "01",
            }.get(match[2])
            return ok(code) if code else None
        if re.search(r"国民党(?!革命委员会)|民主党派|少先队", plain):
            return self.refuse(
                text, "不在 13 种政治面貌之内" if "派" not in plain else "没有写明是哪个党派"
            )
        return None


class _EnumField(CellField):
    """A cell with the words of an enumeration, and the spellings of it."""

    spellings: dict[str, str] = {}
    enum: type

    def understand(self, text: str, context: CellContext) -> Reading:
        plain = fold(strip_label(text, "类别", "党员类别", "任职")).strip("()，,;；")
        if plain in self.spellings:
            return ok(self.spellings[plain])
        mentioned = {value for word, value in self.spellings.items() if word in plain}
        if not mentioned:
            return self.refuse(text, columns.misplaced(text, self.what))
        choices = [
            Choice(value, self.enum(value).label, self.enum(value).label)
            for value in sorted(mentioned)
        ]
        return ask(f"“{shown(text)}”是哪一种？", choices, propose=len(choices) == 1)

    def display(self, value):
        return self.enum(value).label if value else ""


class PartyStatusField(_EnumField):
    """党员类别, an addition of the system: full or probationary."""

    what = "党员类别"
    example = "正式党员，或预备党员"
    enum = PartyStatus
    spellings = {
        **dict.fromkeys(("正式", "正式党员", "中共正式党员", "full"), PartyStatus.FULL.value),
        **dict.fromkeys(
            ("预备", "预备党员", "中共预备党员", "probationary"), PartyStatus.PROBATIONARY.value
        ),
    }

    def understand(self, text, context):
        if fold(text) in ("党员", "中共党员", "是", "共产党员"):
            choices = [
                Choice(status.value, status.label, status.label)
                for status in (PartyStatus.FULL, PartyStatus.PROBATIONARY)
            ]
            return ask(f"“{shown(text)}”是正式党员，还是预备党员？", choices, propose=False)
        return super().understand(text, context)


class EmploymentField(_EnumField):
    """专职或兼职, an addition of the system."""

    what = "专职或兼职"
    example = "专职"
    enum = Employment
    spellings = {
        **dict.fromkeys(("专职", "专", "专职人员", "全职", "fulltime"), Employment.FULL_TIME.value),
        **dict.fromkeys(("兼职", "兼", "兼职人员", "parttime"), Employment.PART_TIME.value),
    }
