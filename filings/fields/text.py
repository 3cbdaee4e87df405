"""Free text, and addresses of e-mail."""

import re

from filings.fields import columns, normalize
from filings.fields.base import CellContext, CellField, Reading, ask, choice, keep, ok
from societies.codes import email_domains


class TextField(CellField):
    """Free text: trimmed, otherwise as typed. Formulas and a spreadsheet's errors are refused."""

    longest = 3000
    blank_marks = False

    def __init__(self, *, required=True, label=None, **kwargs):
        super().__init__(required=required, label=label, **kwargs)
        self.what = label or "内容"

    def understand(self, text: str, context: CellContext) -> Reading:
        return ok("") if normalize.is_mark(text) else ok(text)


class ParagraphField(TextField):
    """Free text of several lines."""

    is_tall = True


_LABEL = re.compile(
    r"(电子|QQ|常用|工作|个人)?(邮箱|邮件)(地址)?[:：]?|e-?mail\s*[:：]?|mailto:|邮[:：]", re.I
)
_AROUND = re.compile(r"\s*([@.])\s*")
_ADDRESS = re.compile(
    r"[A-Za-z0-9][A-Za-z0-9._%+\-]{0,63}@[A-Za-z0-9\-]{1,63}(?:\.[A-Za-z0-9\-]{1,63}){1,6}"
)
_INCOMPLETE = re.compile(r"([A-Za-z0-9][A-Za-z0-9._%+\-]{0,63})@([A-Za-z0-9\-]{1,63})")
_BRACKETED_AT = re.compile(r"\s*[\[(（【<]\s*at\s*[\])）】>]\s*", re.I)
_MISTYPED_COM = frozenset("con cmo ocm cm om comm coom vom xom cpm c0m copm".split())
_LEADING = " ;,。、，；:：'\"“”‘’<>()"
_TRAILING = _LEADING + "."


class EmailField(CellField):
    """An address of e-mail; several are joined by ';' once a person says so. Only the domain is put
    in lower case."""

    what = "电子邮箱"
    example = "name@example.org"
    input_mode = "email"
    blank_marks = False

    def understand(self, text: str, context: CellContext) -> Reading:
        if normalize.is_blank_mark(text):
            return self._none(text)
        plain = normalize.half(text).lstrip(_LEADING).rstrip(_TRAILING)
        label = _LABEL.match(plain)
        plain = plain[label.end() :].lstrip(_LEADING) if label else plain
        plain = _AROUND.sub(r"\1", plain)
        if _ADDRESS.fullmatch(plain):
            return self._single(plain)
        if incomplete := _INCOMPLETE.fullmatch(plain):
            return self._incomplete(text, *incomplete.groups())
        return self._unusual(text, plain)

    def _none(self, text: str) -> Reading:
        none = [] if self.required else [choice("", "", "没有电子邮箱，留空")]
        return ask(
            f"“{normalize.shown(text)}”是没有电子邮箱吗？有的请填写{self.accepted[1:]}。", none
        )

    def _single(self, address: str) -> Reading:
        local, domain = address.rsplit("@", 1)
        domain = domain.lower()
        labels = domain.split(".")
        wrong = ".." in local or local.endswith(".") or any(x.strip("-") != x for x in labels)
        if wrong or not labels[-1].isalpha() or len(labels[-1]) < 2:
            return self.refuse(address, "的域名或用户名不完整")
        address = f"{local}@{domain}"
        likelier = _likelier(labels)
        if not likelier:
            return ok(address)
        meant = f"{local}@{likelier}"
        return ask(
            f"“{normalize.shown(address, 40)}”是不是写错了？", [choice(meant), keep(address)]
        )

    def _incomplete(self, text: str, local: str, short: str) -> Reading:
        domains = email_domains().get(short.lower(), ())
        if not domains:
            return self.refuse(text, "缺少完整的域名")
        return ask(
            f"“{normalize.shown(text)}”的域名不完整，是下面这个地址吗？",
            [choice(f"{local}@{domain}") for domain in domains],
        )

    def _unusual(self, text: str, plain: str) -> Reading:
        """Several addresses, an address among other words, or none."""
        if _ADDRESS.fullmatch(squeezed := normalize.squeeze(plain)):
            reading = self._single(squeezed)
            if reading.value:
                message = f"“{normalize.shown(text, 40)}”中间有空格，是这个邮箱吗？"
                return ask(message, [choice(reading.value)])
        found = list(_ADDRESS.finditer(plain))
        if any(_touches(plain, match) for match in found):
            return self.refuse(text)
        addresses = []
        for match in found:
            reading = self._single(match[0])
            if reading.kind == "error":
                return reading
            addresses.append(reading.value)
        if len(set(addresses)) > 1:
            return self._several(list(dict.fromkeys(addresses)))
        if addresses:
            return ask(
                f"“{normalize.shown(text, 40)}”中除了邮箱还有别的内容，邮箱是这个吗？",
                [choice(addresses[0])],
            )
        return self._mended(text, plain)

    def _several(self, addresses: list[str]) -> Reading:
        joined = ";".join(addresses)
        both = keep(joined, f"{len(addresses)} 个都填：{joined}")
        return ask(f"这里有 {len(addresses)} 个邮箱，填哪一个？", [both, *map(choice, addresses)])

    def _mended(self, text: str, plain: str) -> Reading:
        for mended in (_BRACKETED_AT.sub("@", plain), plain.replace("。", ".")):
            if mended != plain and _ADDRESS.fullmatch(mended):
                reading = self._single(mended)
                if reading.value:
                    return ask(
                        f"“{normalize.shown(text, 40)}”是这个邮箱吗？", [choice(reading.value)]
                    )
        if "@" not in plain:
            return self.refuse(text, columns.misplaced(text, self.what) or "中没有 @")
        return self.refuse(text, "不是完整的邮箱地址")


def _likelier(labels: list[str]) -> str:
    """The domain that a mistyped one means; empty where nothing is odd."""
    if labels[-1] in _MISTYPED_COM:
        return ".".join([*labels[:-1], "com"])
    known = email_domains().get(labels[0], ())
    return known[0] if known and ".".join(labels) not in known else ""


def _touches(text: str, match: re.Match) -> bool:
    """Whether letters or signs run into an address, so that only a part of it was found."""
    before, after = text[: match.start()][-1:], text[match.end() :][:1]
    return any(
        neighbour
        and (neighbour in "@._%+-#" or neighbour.isalnum() and not "一" <= neighbour <= "鿿")
        for neighbour in (before, after)
    )
