"""What the pages of mailboxes ask."""

from django.db.models import Case, Count, IntegerField, Q, Value, When

from filings.enums import LoadedState
from filings.kinds import Kind, all_kinds
from filings.models import Mailbox, MailboxFile
from societies.models import Society

# Big columns, of no use to a list.
READ, DOCUMENT = ("reading", "remarks", "meanings"), ("document", "answers")


def loadable(user) -> list[Kind]:
    """The kinds that somebody decides and whose tables tell whose they are."""
    return [kind for kind in all_kinds() if kind.decides == user.role and kind.society_cell]


def mailboxes_of(user):
    """Those that somebody may see: of the kinds that the role decides."""
    return Mailbox.objects.filter(kind__in=[kind.code for kind in loadable(user)])


def with_counts(mailboxes):
    """With the number of files as `total`, and as `<state>_count` those in each state."""
    each = {
        f"{state.value}_count": Count("files", filter=Q(files__state=state))
        for state in LoadedState
    }
    return mailboxes.annotate(total=Count("files"), **each).order_by("-pk")


def shown(files):
    """Files for a list: what needs somebody first, without what was read in them."""
    order = [
        LoadedState.ASKING,
        LoadedState.READY,
        LoadedState.REFUSED,
        LoadedState.CONFIRMING,
        LoadedState.WAITING,
        LoadedState.CONFIRMED,
        LoadedState.KNOWN,
    ]
    turn = Case(
        *(When(state=state, then=Value(place)) for place, state in enumerate(order)),
        output_field=IntegerField(),
    )
    files = files.select_related(
        "society", "filing", "same_as__filing", "same_as__mailbox", "confirmed_by"
    )
    big = [*READ, *(f"same_as__{name}" for name in READ)]
    big += [f"{path}__{name}" for path in ("filing", "same_as__filing") for name in DOCUMENT]
    return files.defer(*big).prefetch_related("society__names").order_by(turn, "number")


def likely_societies(file: MailboxFile) -> list[Society]:
    """The society that a file is taken for, then those whose names are like the one in it."""
    keys = [key for key in dict.fromkeys([file.society_id, *file.proposals]) if key]
    found = Society.objects.prefetch_related("names").in_bulk(keys)
    return [found[key] for key in keys if key in found]
