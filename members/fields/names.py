"""Names of persons."""

import re

from filings.fields import columns
from filings.fields.base import CellContext, CellField, Reading, ask, choice, keep, ok
from filings.fields.normalize import half, is_blank_mark, is_ditto, shown, squeeze, strip_label
from societies.codes import jilin_regions, simplify

# The commonest surnames: they tell two names in one cell from one name.
SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔"
    "白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁"
    "时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边净阴池原闫肖付代宫那佟朴全"
)
COMPOUND = frozenset(
    "欧阳 上官 司马 诸葛 司徒 东方 皇甫 尉迟 公孙 慕容 令狐 宇文 长孙 夏侯 端木 百里 呼延 南宫 "
    "独孤 轩辕 申屠 淳于 单于 太史 公冶 澹台 濮阳 赫连 钟离 鲜于 闾丘 司空 亓官 仲孙 拓跋 纳兰 "
    "完颜 叶赫 东郭 西门 南门 闻人 公羊 万俟 左丘 梁丘 乐正".split()
)
_DOTS = re.compile(r"\s*[·•・．‧∙⋅･˙・●]\s*|(?<=[^\x00-\x7f])\s*\.\s*(?=[^\x00-\x7f])")
_HAN = "㐀-䶿一-鿿豈-﫿𠀀-𳿿々〇"
_NAME = re.compile(rf"[{_HAN}]+(?:·[{_HAN}]+)*")
_LATIN = re.compile(r"[A-Za-z][A-Za-z.'\- ]*[A-Za-z.]")
_LOST = re.compile(r"[?？□■〓▢◇]")
_NUMBERED = re.compile(r"\(?\d{1,3}[.、)\s]+\s*(?=\D)|[①-⑳]\s*")
_DIGITS_AFTER = re.compile(r"[\s(]*\+?\d[\d\s-]*\)?$")
_REMARK = re.compile(r"([^()]+)\(([^()]*)\)?")
_LIST = re.compile(r"[、/,;&|+]+")
_CONJUNCTION = re.compile(r"[和与及\n]| +")
_MASK = re.compile(r"[*×xX○◯某]")
_TITLES = (
    r"同志|先生|女士|小姐|老师|(?:常务|副|名誉|党委|党支部|支部|总支|原|前)*(?:教授|研究员|主任医师|医师|医生|护士长?|"
    r"工程师|总工|院士|博士|硕士|主任|院长|所长|处长|科长|书记|组长|理事长|会长|秘书长|部长|厅长|局长|校长|主席|"
    r"总经理|经理|董事长?|站长|馆长|理事|监事|委员|法人)|高工"
)
_ADDRESS = re.compile(rf"({_TITLES}|等人?)$|^({_TITLES})(代表)?[\s:：]*(?=.{{2,}})")
# 老张, 小李, 张总, 李工: how colleagues are called.
_FAMILIAR = re.compile(
    rf"[老小][{''.join(sorted(SURNAMES))}]|[{''.join(sorted(SURNAMES))}][总工董]"
)
_NOBODY = re.compile(
    r"(待|未|暂|尚)(定|缺|补|选|聘|任|配备?|空|任命|选举|公示)+|空缺?|缺额?|不[详清]楚?|保密|本人|负责人|法人代?表?|见附[件表]|详见.*|"
    r"名单附后|附后|全体|各.*|略|虚位|换届.*|正在.*|.*人员|某某*|.*选举.*|负责同志|联系人|没有?|测试|退休|离休|在职|法定代表人?|法人|"
    r"[理监]事会|.*(办公室|秘书处|[综财人组宣工][合务事织传作][部处科])|[xX]{1,4}"
)
_COLUMNS = ("性别", "民族", "政治面貌", "技术职称", "职务", "学历")
_LONGEST, _USUAL = 40, 4


class NameField(CellField):
    """A person's name: rare characters are kept, blanks removed; dots of minority names become '·'.

    Whatever stands beside the name is asked about; two persons, masked and lost characters are
    refused."""

    what = "姓名"
    example = "张三"

    def understand(self, text: str, context: CellContext) -> Reading:
        if _LOST.search(text):
            return self.refuse(text, "中有字没有显示出来，可能是生僻字在转换时丢失")
        plain = _plain(text)
        if why := self._nobody(text, plain):
            return self.refuse(text, why)
        return (
            self._refused_letters(text, plain)
            or self._beside(text, plain)
            or self._several(text, plain)
            or self._name(text, plain)
        )

    def _nobody(self, text: str, plain: str) -> str:
        """Why a text names no person."""
        plain = squeeze(plain)
        is_none = is_ditto(plain) or is_blank_mark(plain)
        if is_none or _NOBODY.fullmatch(plain) or not _ADDRESS.sub("", plain):
            return "不是姓名；职位空缺的请不要添加这一行"
        column = columns.column_of(plain)
        # 高山 is a name before it is an ethnic group.
        if column == "民族" and len(plain) > 1 and not plain.endswith("族"):
            return ""
        return columns.misplaced(plain, self.what)

    def _refused_letters(self, text: str, plain: str) -> Reading | None:
        bare = plain.rstrip("*")
        if bare != plain and len(plain) - len(bare) == 1 and _is_name(bare) and len(bare) > 1:
            return self._ask(text, "后面的“*”是什么意思？姓名是这个吗？", bare)
        if _MASK.search(plain) and not _LATIN.fullmatch(plain):
            return self.refuse(text, "不是完整的姓名")
        return None

    def _beside(self, text: str, plain: str) -> Reading | None:
        """What stands beside the name: a number, a remark, a form of address, another column."""
        for bare, why in (
            (_NUMBERED.sub("", plain, count=1), "前面有编号"),
            (_DIGITS_AFTER.sub("", plain), "后面有数字"),
            (_remark_off(plain), "括号里还有内容"),
            (_column_off(plain), "后面还有别的内容"),
            (_ADDRESS.sub("", _joined(plain)), "带有称呼或职务"),
        ):
            bare = _joined(bare)
            if bare and bare != _joined(plain):
                if _is_name(bare) and len(bare) > 1 and not self._nobody(bare, bare):
                    return self._ask(text, f"{why}，姓名是这个吗？", bare)
                if why.startswith("带有"):
                    return self.refuse(text, "不是完整的姓名")
        return None

    def _several(self, text: str, plain: str) -> Reading | None:
        parts = [part for part in _LIST.split(plain) if part.strip()]
        if len(parts) > 1:
            return self.refuse(text, "像是几个人，每行只填一人")
        parts = [part for part in _CONJUNCTION.split(plain) if part]
        if len(parts) > 1 and all(len(part) > 1 and part[0] in SURNAMES for part in parts):
            if parts[0][:2] not in COMPOUND or len(parts[0]) > 2:
                return self.refuse(text, "像是几个人，每行只填一人")
        return None

    def _name(self, text: str, plain: str) -> Reading:
        name = _joined(plain)
        if _LATIN.fullmatch(plain):
            return ask(f"“{shown(text)}”是外文姓名吗？中国公民请填写中文姓名。", [keep(plain)])
        if not _is_name(name):
            if "。" in name and _is_name(name.replace("。", "·")):
                return self._ask(text, "中的句号是间隔号吗？", name.replace("。", "·"))
            return self.refuse(text, "中有不属于姓名的字符")
        if len(name) == 1:
            return self.refuse(text, "只有一个字，请写全姓名")
        simplified = simplify(name)
        if simplified != name:
            return ask(
                f"“{shown(text)}”中有繁体字，身份证上是哪一种写法？",
                [keep(name), choice(simplified)],
            )
        if why := _odd(name, plain):
            spaced = squeeze(plain) != plain and "·" not in plain
            dotted = [choice("·".join(plain.split()))] if spaced and len(name) > _USUAL else []
            return ask(f"“{shown(text)}”{why}，是一个人的姓名吗？", [*dotted, keep(name)])
        return ok(name)

    def _ask(self, text: str, why: str, name: str) -> Reading:
        simplified = simplify(name)
        offered = choice(name) if simplified == name and not _odd(name, name) else keep(name)
        return ask(f"“{shown(text)}”{why}", [offered])


def _plain(text: str) -> str:
    plain = _DOTS.sub("·", strip_label(text, "姓名", "名字"))
    return half(plain).strip(" .。,;、:'\"“”‘’·\n-_")


def _joined(plain: str) -> str:
    return squeeze(plain)


def _is_name(name: str) -> bool:
    return len(name) <= _LONGEST and bool(_NAME.fullmatch(name))


def _odd(name: str, plain: str) -> str:
    """What is unusual about a name that may still be one."""
    if "·" in name:
        return "" if 5 <= len(name) <= 16 else "带间隔号而长度少见"
    if len(name) == 4 and name[:2] == name[2:]:
        return "像是重复"
    if len(name) > _USUAL:
        return f"有 {len(name)} 个字"
    if name in COMPOUND or _FAMILIAR.fullmatch(name):
        return "像是没有写全"
    if "〇" in name:
        return "中的“〇”像是遮盖"
    if name.endswith("女") and len(name) > 2:
        return "末尾的“女”像是性别"
    if _is_place(name):
        return "像是地名"
    if len(name) == 4 and name[:2] not in COMPOUND and name[0] in SURNAMES and name[2] in SURNAMES:
        return "像是两个人的姓名"
    return ""


def _is_place(name: str) -> bool:
    """长春, 吉林长春: the native place typed for the name."""
    known = jilin_regions().meaning
    return name in known or (name[:2] in known and name[2:] in known)


def _remark_off(plain: str) -> str:
    match = _REMARK.fullmatch(plain)
    return match[1].strip() if match else plain


def _column_off(plain: str) -> str:
    """The name before the value of another column: 张三 男; 张三，汉族."""
    parts = [part for part in re.split(r"[\s,、/;]+", plain) if part]
    for index, part in enumerate(parts[1:], start=1):
        # 苗 and 白 are ethnic groups, and characters of names.
        if columns.column_of(part) in _COLUMNS and (len(part) > 1 or part in "男女"):
            return "".join(parts[:index])
    return plain
