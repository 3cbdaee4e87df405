"""Questions about the register: who files, which place a text names."""

from accounts.models import User
from societies import codes
from societies.models import SocietyAccount


def filers_of(societies):
    """The accounts (a queryset of users) that file for some of `societies` now."""
    held = SocietyAccount.objects.filter(society__in=societies, valid_until=None)
    return User.objects.filter(pk__in=held.values("user"), is_active=True)


def find_region(text: str | None) -> str | None:
    """The code of the smallest current place of Jilin that a text names ('长春市朝阳区' → 220104).

    A bare '朝阳' names none: only full names such as 长春市, 朝阳区, 德惠市 count.
    """
    text = text or ""
    found = [
        region
        for region in codes.jilin_regions()
        if region.status == "current" and region.name in text and region.level != "province"
    ]
    parents = {region.code for region in found}
    nested = [region for region in found if region.parent in parents]
    return (nested or found)[0].code if found else None


FEW = 1000


def among(queryset, keys):
    """Rows with one of these keys (a queryset of keys). Given few of them the database cannot guess
    wrong how many there are, and finds them only once."""
    few = list(keys[: FEW + 1])
    return queryset.filter(pk__in=few if len(few) <= FEW else keys)
