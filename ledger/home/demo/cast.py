"""Who is who in a society of the demonstration: secretariat, council, head, leaders."""

from dataclasses import dataclass, field, replace

from ledger.home.demo.people import People, Person
from ledger.home.demo.plan import Story

SECRETARIAT_POSTS = ("秘书长", "办公室主任", "副秘书长", "专职干事", "财务负责人", "专职干事")
COUNCIL_POSTS = ("理事长", "秘书长", "副理事长", "副理事长", "常务理事", "常务理事", "理事", "理事")
MEMBERS_POSTS = (
    "院长、党委副书记",
    "所长、党委委员",
    "副院长、党支部书记",
    "处长、机关党支部书记",
    "党总支书记、主任",
    "总工程师、党委委员",
)
# Heads who are not Party members: political status and posts.
OTHERS_POSTS = (
    ("民盟盟员", "民盟省委委员、副院长"),
    ("九三学社社员", "九三学社支社主委、教授"),
    ("无党派民主人士", "省政协委员、系主任"),
    ("群众", "无党外职务"),
)
JOINT, GROUP = "joint_branch", "functional_group"


@dataclass(frozen=True)
class Setting:
    """What the register says about a society on the day it files."""

    name: str
    discipline: str
    unit: str  # the support unit's name
    body: str  # its Party organization's name


@dataclass
class Cast:
    """`council` holds (person, 学会职务); `leaders` holds (kind of organization, person, post)."""

    head: Person
    head_status: str
    head_posts: str
    cadres: list[Person] = field(default_factory=list)
    council: list[tuple[Person, str]] = field(default_factory=list)
    leaders: list[tuple[str, Person, str]] = field(default_factory=list)

    @property
    def members(self) -> int:
        """People of Tables 2 and 3, each once."""
        return len({id(p) for p in (*self.cadres, *(person for person, _ in self.council))})

    @property
    def everybody(self) -> int:
        """People of all tables, each once: so many stand in the ledger after approval."""
        named = [person for person, _ in self.council] + [person for _, person, _ in self.leaders]
        return len({id(person) for person in (self.head, *self.cadres, *named)})


def choose_cast(story: Story, setting: Setting, people: People, rng) -> Cast:
    """Everybody whom the story's tables name."""
    taken: set[str] = set()

    def invent(**fields) -> Person:
        return people.invent(
            rng,
            unit=setting.unit,
            body=setting.body,
            discipline=setting.discipline,
            taken=taken,
            **fields,
        )

    head = invent(name=story.head, rank=0)
    cadres = _cadres(story, setting, invent, rng)
    cast = Cast(head, "中共党员", rng.choice(MEMBERS_POSTS), cadres)
    if not story.council or (not story.head and rng.random() < 0.25):
        cast.head_status, cast.head_posts = rng.choice(OTHERS_POSTS)
    cast.council = _council(story, cast, invent)
    if story.twist("namesake") is not None:
        cast.cadres[-1] = replace(cast.cadres[-1], name=cast.council[0][0].name)
    cast.leaders = [_leader(org.kind, story, cast, invent) for org in story.organizations]
    return cast


def _cadres(story, setting, invent, rng) -> list[Person]:
    """Full members first; the first of all is the secretary-general."""
    cadres = []
    total = story.full + story.probationary
    for index in range(total):
        is_full = index < story.full
        full_time = index in (1, 3, 5) or rng.random() < 0.3
        person = invent(
            name=story.secretary if index == 0 else "",
            rank=min(index + 1, 2) if is_full else 2,
            is_full=is_full,
            post=SECRETARIAT_POSTS[index],
            employment="专职" if full_time else "兼职",
        )
        if full_time:
            person.work_unit = setting.name
        cadres.append(person)
    return cadres


def _council(story, cast, invent) -> list[tuple[Person, str]]:
    """The head where they are a member, the secretary-general where there is one, and others."""
    known = {}
    if cast.head_status == "中共党员":
        known[0] = cast.head
    if story.full and story.council > 1:
        known[1] = cast.cadres[0]
    posts = [*COUNCIL_POSTS]
    if 0 not in known:
        posts[0] = "常务副理事长"
    if 1 not in known:
        posts[1] = "副理事长"
    posts += ["理事"] * (story.council - len(posts))
    # The eighth is a young one.
    return [
        (known.get(i) or invent(rank=1, is_full=i != 7), posts[i]) for i in range(story.council)
    ]


def _leader(kind, story, cast, invent) -> tuple[str, Person, str]:
    """A group is led by the president (article 2), a branch by the secretary-general."""
    if kind == GROUP:
        person, post = cast.council[0]
        return kind, person, "常务理事" if story.twist("leader_director") is not None else post
    if story.twist("outside_secretary") is not None:
        return kind, invent(rank=0), "办公室主任"
    if story.full:
        return kind, cast.cadres[0], cast.cadres[0].post
    return kind, cast.council[0][0], cast.council[0][1]
