"""Telling people what happened: in the site at once, by e-mail after the commit."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django_tasks import task

from accounts import clock, topics
from accounts.enums import NotificationKind
from accounts.invitations import new_token
from accounts.models import Notification

logger = logging.getLogger(__name__)
AT_ONCE = 1000


@transaction.atomic(savepoint=False)
def notify(
    recipients, *, kind: NotificationKind, key: str, title, link, text="", topic="", joins=False
) -> None:
    """Tell people (Users) what happened, inside the caller's transaction. Safe to call again: `key`
    names what happened, and each person is told of it once.

    `link` is a path of the site; `topic` ('society:<slug>', 'filing:<pk>', '') says what it belongs
    to: who may not see that any more is shown no words (accounts.topics). E-mails go out after the
    commit to those who want this kind. With `joins`, the text goes to what a person has not read
    of the same kind and topic, and nothing new is sent until that was read. `text` may be a
    function of the person.
    """
    topics.check(topic)
    if joins:
        joined = _joined(recipients, kind, topic, text)
        recipients = [person for person in recipients if person.pk not in joined]
    now = clock.now()
    told = [
        Notification(
            recipient=person,
            kind=kind,
            key=key,
            topic=topic,
            title=" ".join(title.split())[:200],
            text=text(person) if callable(text) else text,
            link=link,
            at=now,
            # Who is invited cannot sign in yet, and has nothing to read afterwards.
            read_at=now if kind == NotificationKind.INVITATION else None,
            by_email=wants_email(person, kind),
        )
        for person in recipients
        if person.is_active or kind == NotificationKind.INVITATION
    ]
    Notification.objects.bulk_create(told, batch_size=AT_ONCE, ignore_conflicts=True)
    if any(row.by_email for row in told):
        transaction.on_commit(send_emails.enqueue)


def _joined(recipients, kind, topic, text) -> list[int]:
    """Add a text to unread notifications; gives the people who have one."""
    unread = Notification.objects.unread().filter(recipient__in=recipients, kind=kind, topic=topic)
    rows = list(unread.select_for_update(of=("self",)))
    for row in rows:
        row.text += f"\n{text}"
        row.save(update_fields=["text"])
    return [row.recipient_id for row in rows]


def wants_email(person, kind) -> bool:
    return bool(person.email) and kind not in person.not_by_email


@task()
def send_emails() -> None:
    """Send what waits, one by one, each in its own transaction. What the server does not take stays
    for the next time."""
    if not Notification.objects.to_email(clock.now()).exists():
        return
    with get_connection() as connection:
        sent = 0
        while (sent := _send_next(connection, after=sent)) is not None:
            pass


@transaction.atomic
def _send_next(connection, *, after: int) -> int | None:
    """Send the first e-mail behind one, under its lock; gives its primary key, None at the end."""
    waiting = Notification.objects.to_email(clock.now()).filter(pk__gt=after).order_by("pk")
    locked = waiting.select_for_update(of=("self",), skip_locked=True)
    found = locked.select_related("recipient").first()
    if found is None:
        return None
    if found.topic not in topics.visible(found.recipient, [found.topic]):
        found.by_email = False
        found.save(update_fields=["by_email"])
        return found.pk
    try:
        with transaction.atomic():
            _email(found, connection).send()
    except SMTPException as refusal:
        logger.warning("Notification %s was not sent: %s", found.pk, refusal)
    else:
        found.emailed_at = clock.now()
        found.save(update_fields=["emailed_at"])
    return found.pk


def _email(notification, connection) -> EmailMessage:
    person, link = notification.recipient, notification.link
    if notification.kind == NotificationKind.INVITATION:
        # Only the hash of a token is kept, so it is made when it is written.
        link = reverse("accounts:invitation", args=[new_token(person, by=None)])
    context = {
        "notification": notification,
        "link": settings.SITE_URL + link,
        "product": settings.PRODUCT_NAME,
        "association": settings.ASSOCIATION_NAME,
    }
    return EmailMessage(
        subject=f"【{settings.PRODUCT_NAME}】{notification.title}",
        body=render_to_string("accounts/email.txt", context),
        to=[person.email],
        # The same for each try, so that a mailbox knows one that came twice.
        headers={
            "Message-ID": f"<notification-{notification.pk}@{settings.SITE_URL.split('//')[1]}>"
        },
        connection=connection,
    )


def mark_read(rows) -> None:
    """Somebody's notifications (a queryset) as read."""
    rows.unread().update(read_at=clock.now())
