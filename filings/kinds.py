"""The kinds of filing. A room registers its kinds in `ready()`; `filings` knows a kind only by this
object."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from accounts.enums import Role
from filings.documents import find_row
from filings.enums import Move, Purpose, State


@dataclass(frozen=True)
class Group:
    """Rows of one sort in a section: how they are called and laid out ('cards' or 'sheet').

    A row is called by its `title` cell; a folded one shows the `folded` cells beside it. Two rows
    are the same where the title and one cell of `same_by` agree; the title alone where it is empty.
    """

    name: str
    label: str
    schema: type
    layout: str = "cards"
    add_label: str = "添加一行"
    empty_cell: str = ""  # the box that declares the group empty, such as 秘书处没有党员
    unit: str = "人"
    title: str = "name"
    folded: tuple[str, ...] = ()
    same_by: tuple[str, ...] = ()
    stays: bool = False  # a row that the ledger holds is neither removed nor turned into another


@dataclass(frozen=True)
class Section:
    """One page of the editor."""

    slug: str
    title: str
    short_title: str
    schema: type | None = None  # of the named cells on this page
    cells: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()

    def holds(self, path: str) -> bool:
        first = path.split("/")[0]
        return first in self.cells or any(group.name == first for group in self.groups)


@dataclass
class Kind:
    """What a kind of filing must say. Subclass, override, register."""

    code: str
    label: str
    decides: Role
    posts_tables: bool = False
    may_refuse: bool = False
    in_bulk: bool = True  # the calm ones are approved from a list
    owed: bool = True  # fulfils the obligation of its society in a cycle
    process: str = ""  # what a hold may stop (societies.enums.Process)
    sections: tuple[Section, ...] = ()
    tables: tuple = field(default=())  # the official tables as grids (filings.papers.grid)
    society_cell: str = ""  # where a filled file says whose it is
    declaration: str = "本会已核实以上内容，真实、准确；表内人员已知悉其信息报送省科协。"
    outcome: str = "批准后记入台账"  # where a filing ends, for who files it
    # What this kind calls a move or a state, where it is not what the enum says.
    words: Mapping[Move | State, str] = field(default_factory=dict)
    files: tuple[Purpose, ...] = ()  # what may be attached (filings.attachments)
    asks: tuple[Purpose, ...] = ()  # of these, what must be there at submission

    @property
    def receiver(self) -> str:
        """To whom the society submits it."""
        return self.decides.label if self.decides == Role.COMMITTEE else "省科协"

    def blank(self, society) -> dict:
        """A document with what the register knows of a society, and nothing else."""
        raise NotImplementedError

    def start(self, society) -> dict:
        """The document of a new filing: what the ledger holds, else the blank one."""
        return self.blank(society)

    def check(self, document, *, society, cycle, on):
        """Read and check a document on a day. Gives filings.findings.Checked. Used by all who
        ask."""
        raise NotImplementedError

    def window_problem(self, *, society, cycle, on) -> str:
        """Why a society may not file this now, beyond what holds for all kinds; '' where it may.
        Asked by filings.rules.filing_window_problem only."""
        return ""

    def due(self, filing):
        """The day until which it is to be submitted; None where there is none."""
        return filing.obligation.due if filing.obligation else None

    def on_submit(self, version) -> None:
        """What a submission sets going elsewhere, inside the caller's transaction. May raise
        filings.rules.MoveNotAllowed."""

    def advice(self, document, checked, *, society, cycle):
        """The sentence of the rule that applies, as a Finding, or None."""
        return None

    def decisions(self, version, values=None) -> list:
        """What the reviewer must decide at approval, as a list of Decision. `values` are the
        version's clean values, where they are at hand."""
        return []

    def post(self, version, *, values, by, on, choices: dict) -> None:
        """Write an approved version, whose clean values `check` gave, into the ledger, inside the
        caller's transaction; safe to run again."""
        raise NotImplementedError

    def printed(self, normalized: dict, *, cycle) -> dict:
        """The document as the official tables print it, from one in canonical spellings."""
        return normalized

    def ledger_document(self, society) -> dict | None:
        """What the ledger holds of the society, as a document in canonical spellings; None where
        it holds nothing."""
        return None

    def label_of(self, path: str, document: dict) -> str:
        """What a cell, row or group is called: '党员总数', '秘书处专兼职干部党员 许静 手机号码'."""
        first, *rest = path.split("/")
        field = self.field(path) if len(rest) != 1 else None
        group = next((g for s in self.sections for g in s.groups if g.name == first), None)
        if not rest:
            return field.label if field else group.label if group else ""
        row = find_row(document, first, rest[0]) or {}
        lead = row.get(group.title, "") if group else ""
        words = [group.label if group else "", lead, field.label if field else ""]
        return " ".join(word for word in words if word)

    def summary_texts(self, filing) -> tuple[str, str]:
        """What the filing declares and what is advised, in words, from its summary columns."""
        return filing.declared, filing.advised

    def facts(self, filing, *, on) -> list[tuple[str, str]]:
        """What the desk should know of the society beside this filing, as (label, text) pairs."""
        return []

    def effects(self, version, *, on) -> list[str]:
        """What approving a version will change, in sentences."""
        return []

    def field(self, path: str):
        """The field that reads the cell at a path; None where the kind has no such cell."""
        first, *rest = path.split("/")
        name = rest[-1] if rest else first
        for section in self.sections:
            schemas = [group.schema for group in section.groups if rest and group.name == first]
            if section.schema and not rest:
                schemas.append(section.schema)
            for schema in schemas:
                if name in schema.base_fields:
                    return schema.base_fields[name]
        return None

    def section(self, slug: str) -> Section | None:
        return next((section for section in self.sections if section.slug == slug), None)

    def word(self, of: Move | State) -> str:
        """What this kind calls a move or a state: 采纳 rather than 批准."""
        return self.words.get(of, of.label)

    def word_for_secretary(self, state: State) -> str:
        return self.words.get(state, state.for_secretary)

    def allows(self, move: Move) -> bool:
        return move != Move.REFUSE or self.may_refuse


@dataclass(frozen=True)
class Decision:
    """A question to the reviewer at approval: options are (value, label); `default` is preselected,
    '' is none."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    default: str = ""
    path: str = ""


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    _kinds[kind.code] = kind


def get_kind(code: str) -> Kind:
    """The kind of a filing. Raises KeyError for an unknown code."""
    return _kinds[code]


def all_kinds() -> list[Kind]:
    return list(_kinds.values())


def approved_in_bulk() -> list[str]:
    """Codes of the kinds of which the calm may be approved from a list."""
    return [kind.code for kind in _kinds.values() if kind.in_bulk]


def attaching(purpose: Purpose) -> list[str]:
    """Codes of the kinds beside which files of a purpose may stand."""
    return [kind.code for kind in _kinds.values() if purpose in kind.files]


def decided_by(role: Role) -> list[str]:
    """Codes of the kinds that a role decides."""
    return [kind.code for kind in _kinds.values() if kind.decides == role]
