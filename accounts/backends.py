"""Who is signed in."""

from django.contrib.auth.backends import ModelBackend
from django.db.models.expressions import RawSQL

from accounts.models import User
from accounts.prepared import Prepared

# By the index notification_unread.
UNREAD = """(SELECT COUNT(*) FROM accounts_notification
    WHERE recipient_id = accounts_user.id AND read_at IS NULL)"""
signed_in = Prepared(lambda pk: User.objects.annotate(unread=RawSQL(UNREAD, ())).filter(pk=pk))


class SignedIn(ModelBackend):
    """The user of a request comes with the number in the header (`unread`), in one query."""

    def get_user(self, user_id):
        found = signed_in.first(user_id)
        return found if found and self.user_can_authenticate(found) else None
