"""Telephone numbers. Canonical: the 11 digits of a mobile, or 0AAA-NNNNNNNN(-ext); several are
joined by ';'."""

import re
from dataclasses import dataclass

from filings.fields import columns, normalize
from filings.fields.base import CellContext, CellField, Reading, ask, choice, error, keep, ok
from filings.fields.normalize import shown
from societies.codes import area_codes

_DASHES = str.maketrans(dict.fromkeys(normalize.DASHES, "-"))
_BRACKETS = str.maketrans("[【〔]】〕", "((()))")
_FLOAT = re.compile(r"(\d{7,13})\.0{1,2}")
_SCIENTIFIC = re.compile(r"(\d)\.?(\d*)E\+?(\d{1,2})", re.I)
_DIGITS = re.compile(r"[0-9]+")
# What may stand inside one number: 138 4300 1234, (0431)5550-0110, 0431/55500110.
_INNER = re.compile(r"[ \n\-./()·]{1,3}")
_EXTENSION = re.compile(r"[ \-,(]*(转分机|转|分机|ext\.?|x|#|-)[ :]*", re.I)
_LIST = re.compile(r"[ ()]*([/、,;；和或及与&\n])[ ()]*")
_LABELS = re.compile(
    r"(联系|办公室?|移动|固定|单位|家庭|住宅|本人|秘书处)*(电话|手机|座机|宅电|固话|联系方式)(号码?)?|手机号码?|号码|"
    r"办公室?|单位|分机|tel|phone|mobile|mob|cell|office|\b[tmo]\b",
    re.I,
)
_IDLE = re.compile(
    r"(同)?(微信|wechat|vx|v)(同号|同步|同)?|同?微信号?|移动|联通|电信|本人|办|宅|家庭?|常用|短信|新|[OHM]",
    re.I,
)
_LEFT_OVER_NOISE = re.compile(r"[\s\-./()·:：;,、'\"“”‘’。+&?\n]+|[和或及与]|[；，]")
_MASKED = re.compile(r"\d[*xX×●•○#?]{2,}|[*×●•]{2,}")
_LOOKALIKE = re.compile(
    r"[\d\-][OolI|]{1,6}[\d\-]|(^|[^a-zA-Z])[OolI|]\d{3}|\d{4}[OolI|]($|[^a-zA-Z])"
)
_OLD = re.compile(r"旧|原|停|作废|不用|已换|空号")
_MOST_GROUPS = 6


@dataclass(frozen=True)
class Number:
    """One number of a cell; `doubt` says what is not as typed or is unclear."""

    text: str
    doubt: str = ""
    is_old: bool = False

    @property
    def is_mobile(self) -> bool:
        return self.text.startswith("1")


@dataclass
class Scan:
    """The numbers of a text, and what stands around them."""

    numbers: list[Number]
    stray_digits: bool = False
    short_second: bool = False
    unsure: bool = False
    strange_words: str = ""
    remark: str = ""


class PhoneField(CellField):
    """A mobile or a landline with its area code."""

    what = "联系电话"
    example = "0431-5550 0110 或 154 0000 1234"
    input_mode = "tel"
    leans_on = ("area_code", "local_digits")

    def understand(self, text: str, context: CellContext) -> Reading:
        if normalize.is_nothing_word(text):
            return self._empty("请填写")
        plain = _plain(text)
        lost = _lost_digits(plain)
        if lost:
            return error(f"“{shown(text)}”{lost}，请重新填写{self.what}{self.accepted}。")
        scan = _scan(_as_digits(plain), context)
        if scan.stray_digits or not scan.numbers:
            return self.no_number(text, plain)
        scan.unsure = "?" in plain
        if scan.strange_words:
            return error(
                f"这一格除了号码还有“{shown(scan.strange_words)}”，请只填{self.what}{self.accepted}。"
            )
        return self.decide(text, scan)

    def decide(self, text: str, scan: Scan) -> Reading:
        numbers = scan.numbers
        if len(numbers) > 1:
            return self.ask_several(text, numbers)
        number = numbers[0]
        doubt = number.doubt or (f"括号中有“{shown(scan.remark)}”" if scan.remark else "")
        doubt = doubt or ("后面还有一个不完整的号码" if scan.short_second else "")
        doubt = doubt or ("注明是旧号码" if number.is_old else "")
        doubt = doubt or ("后面有问号" if scan.unsure else "")
        if not doubt:
            return ok(number.text)
        known = [choice(number.text)] if number.text else []
        return ask(f"“{shown(text)}”{doubt}，号码是这个吗？", known)

    def ask_several(self, text: str, numbers: list[Number], of: int = 0) -> Reading:
        """Several numbers: all of them, unless some are marked as old."""
        known = list(dict.fromkeys(n.text for n in numbers if n.text and not n.is_old))
        if not known:
            return ask(f"“{shown(text)}”中有 {of or len(numbers)} 个号码，请填写现在使用的一个。")
        single = [choice(number) for number in known]
        if len(known) == 1:
            return ask(f"“{shown(text)}”中有 {of or len(numbers)} 个号码，填这一个吗？", single)
        joined = ";".join(known)
        both = keep(joined, f"{len(known)} 个都填：{'；'.join(known)}")
        return ask(f"这里有 {len(known)} 个号码，填哪一个？", [both, *single])

    def no_number(self, text: str, plain: str) -> Reading:
        return self.refuse(text, _why_none(plain) or columns.misplaced(text, self.what))

    def display(self, value) -> str:
        return (value or "").replace(";", "；")


class MobileField(PhoneField):
    """A mobile number; a landline alone is refused."""

    what = "手机号码"
    example = "154 0000 1234"

    def decide(self, text: str, scan: Scan) -> Reading:
        mobiles = [number for number in scan.numbers if number.is_mobile]
        if not mobiles:
            return error(f"“{shown(text)}”是固定电话，这里请填写 11 位手机号码{self.accepted}。")
        if len(mobiles) < len(scan.numbers):
            return self.ask_several(text, mobiles, of=len(scan.numbers))
        return super().decide(text, scan)


def _plain(text: str) -> str:
    plain = normalize.half(text).translate(_DASHES).translate(_BRACKETS)
    return plain.strip(" '\"‘’“”")


def _lost_digits(plain: str) -> str:
    """Why the digits of a text cannot be trusted; empty where they can."""
    if _MASKED.search(plain):
        return "中有数字被遮盖"
    if _LOOKALIKE.search(plain):
        return "中有字母混在数字里（如把 1 写成 l、0 写成 O）"
    scientific = _SCIENTIFIC.fullmatch(plain)
    if scientific and len(scientific[2].rstrip("0") or "0") < int(scientific[3]) > len(
        scientific[2]
    ):
        return "是表格软件的科学计数法，已丢失号码的后几位"
    return ""


def _as_digits(plain: str) -> str:
    """A number that a sheet has turned into 15400001234.0 or 1.5400001234E+10."""
    if match := _FLOAT.fullmatch(plain):
        return match[1]
    match = _SCIENTIFIC.fullmatch(plain)
    if match and int(match[3]) == len(match[2]):
        return match[1] + match[2]
    return plain


def _scan(text: str, context: CellContext) -> Scan:
    groups = list(_DIGITS.finditer(text))
    scan = Scan([])
    pieces, at, index = [], 0, 0
    while index < len(groups):
        number, used = _longest(text, groups, index, context)
        pieces.append(text[at : groups[index].start()])
        at = groups[index + used - 1].end()
        if number:
            if extension := _extension(text, groups, index + used, context):
                scan.stray_digits |= number.is_mobile
                number = _extended(number, *extension)
                used += 1
                at = groups[index + used - 1].end()
            remark = re.match(r"[ ]*\(([^()\d]*)\)", text[at:])
            old = bool(remark and _OLD.search(remark[1]))
            scan.numbers.append(Number(number.text, number.doubt, old))
        elif scan.numbers and len(groups[index][0]) <= 4 and _LIST.fullmatch(pieces[-1]):
            scan.short_second = True
        else:
            scan.stray_digits = True
        index += used
    pieces.append(text[at:])
    _judge_words(scan, "\n".join(pieces))
    return scan


def _longest(text, groups, index, context) -> tuple[Number | None, int]:
    """The number that begins at a group of digits, and how many groups it takes."""
    plus = text[: groups[index].start()].rstrip("( ").endswith("+")
    if plus and not groups[index][0].startswith("86"):
        return None, 1  # a number of another country
    last = index
    while (
        last + 1 < len(groups)
        and last - index < _MOST_GROUPS - 1
        and _INNER.fullmatch(text[groups[last].end() : groups[last + 1].start()])
    ):
        last += 1
    for end in range(last, index - 1, -1):
        digits = "".join(group[0] for group in groups[index : end + 1])
        number = _classify(digits, groups[index][0], plus, context)
        if number and _cut_area(groups[index : end + 1], number):
            continue
        if number:
            if any(len(group[0]) == 1 for group in groups[index : end + 1]):
                number = Number(number.text, number.doubt or "的分段少见")
            return number, end - index + 1
    return None, 1


def _cut_area(groups, number: Number) -> bool:
    """Whether somebody typed another area code than the digits would make: 043-85550110."""
    typed = [group[0] for group in groups if group[0] not in ("86", "0086")]
    if len(typed) < 2 or not re.fullmatch(r"0\d{2,3}", typed[0]) or number.is_mobile:
        return False
    return not number.text.startswith(f"{typed[0]}-")


def _classify(digits: str, first: str, plus: bool, context: CellContext) -> Number | None:
    """What a run of digits is, `first` being its first group."""
    abroad = False
    for prefix in ("0086", "86"):
        if digits.startswith(prefix) and len(digits) >= len(prefix) + 9:
            number = _national(
                digits.removeprefix(prefix), first.removeprefix(prefix), True, context
            )
            if number:
                abroad = plus or first == prefix or prefix == "0086" or number.is_mobile
                return number if abroad else Number(number.text, "前面的 86 像是国家代码")
    return _national(digits, first, False, context)


def _national(digits: str, first: str, abroad: bool, context: CellContext) -> Number | None:
    if len(digits) == 11 and digits[0] == "1" and digits[1] in "3456789":
        return Number(digits)
    if len(digits) == 12 and digits[0] == "0" and digits[1] == "1" and digits[2] in "3456789":
        return Number(digits[1:], "手机号码前多了 0")
    if digits[0] == "0":
        return _landline(digits)
    if abroad or len(first) in (2, 3, 10, 11):
        number = _landline("0" + digits)
        if number:
            return number if abroad else Number(number.text, "区号前面缺 0")
    return _local(digits, context)


def _landline(digits: str) -> Number | None:
    area = digits[:3] if digits[1:2] in ("1", "2") else digits[:4]
    known = area_codes().get(area)
    local = digits[len(area) :]
    if not known or str(len(local)) not in known.digits or local[0] not in "2345678":
        return None
    return Number(f"{area}-{local}")


def _local(digits: str, context: CellContext) -> Number | None:
    """A number without its area code: the society's place gives it."""
    lengths = (context.local_digits,) if context.local_digits else (7, 8)
    if len(digits) not in lengths or digits[0] not in "2345678":
        return None
    text = f"{context.area_code}-{digits}" if context.area_code else ""
    return Number(text, "缺少区号")


def _extension(text, groups, index, context) -> tuple[str, bool] | None:
    """The extension in the group at `index`, and whether it is certain."""
    if (
        index >= len(groups)
        or len(groups[index][0]) > 6
        or _longest(text, groups, index, context)[0]
    ):
        return None
    gap = text[groups[index - 1].end() : groups[index].start()]
    after = text[groups[index].end() :][:1]
    if _EXTENSION.fullmatch(gap):
        spoken = re.search(r"[转分机extx#]", gap, re.I)
        return groups[index][0], bool(spoken) or "(" not in gap + after and len(
            groups[index][0]
        ) > 1
    if gap.strip() in ("", "(") and gap:
        return groups[index][0], False
    return None


def _extended(number: Number, extension: str, certain: bool) -> Number:
    text = f"{number.text}-{extension}" if number.text else ""
    return Number(text, number.doubt or ("" if certain else "后面的数字像是分机号"))


def _judge_words(scan: Scan, rest: str) -> None:
    """What else stands in the cell: remarks in brackets are asked about, other words refused."""
    for remark in re.findall(r"\(([^()]*)\)", rest):
        words = _LEFT_OVER_NOISE.sub("", remark)
        if words and not _idle(words) and not _OLD.search(words):
            scan.remark = scan.remark or remark
    outside = _LEFT_OVER_NOISE.sub("", _LABELS.sub("", re.sub(r"\([^()]*\)", "", rest)))
    outside = re.sub(r"转|ext|#", "", outside, flags=re.I)
    if outside and not _idle(outside):
        scan.strange_words = outside


def _idle(words: str) -> bool:
    return bool(_IDLE.fullmatch(words) or not _LABELS.sub("", words))


def _why_none(plain: str) -> str:
    """What is wrong with digits that are no number."""
    digits = "".join(_DIGITS.findall(plain))
    if not digits:
        return ""
    if plain.lstrip("( ").startswith("+") and not digits.startswith("86"):
        return "不是国内号码"
    if digits[0] == "1" and 7 <= len(digits) != 11:
        return f"应为 11 位，这里是 {len(digits)} 位"
    if digits[0] == "1" and len(digits) == 11:
        return "不是正在使用的手机号段"
    typed = re.match(r"\D*(?:(?:00)?86\D+)?(0\d{2,3})\D", plain)
    if typed and not area_codes().get(typed[1]):
        return f"中没有 {typed[1]} 这个区号"
    area = area_codes().get(digits[:3] if digits[1:2] in ("1", "2") else digits[:4])
    if digits[0] == "0" and not area:
        return f"中没有 {digits[:4]} 这个区号"
    if area:
        length = " 或 ".join(area.digits)
        return f"的位数不对：{area.code}（{area.name}）的号码应为 {length} 位"
    return "位数不够" if len(digits) < 7 else "不是完整的号码，请加区号"
