"""Subscribers and newsletters for tests."""

import datetime

from django.utils import timezone

from contact.newsletters import Newsletter
from contact.subscribers import Subscriber


def subscribe(*names, **values):
    """Subscribers who confirmed long ago, by the name before ``@example.org``; a number makes so many."""
    if names and isinstance(names[0], int):
        names = [f"reader{number}" for number in range(names[0])]
    usual = {"confirmed_at": timezone.now() - datetime.timedelta(days=400)}
    made = [Subscriber(email=f"{name}@example.org", **{**usual, **values}) for name in names]
    return Subscriber.objects.bulk_create(made, batch_size=500)


def newsletter(**values):
    """A newsletter that was approved and begun just now."""
    usual = {
        "topic": Newsletter.Topic.NEWS,
        "subject": "What is new",
        "words": "We wrote two new pages.\n\nThey are short.",
        "items": ["page:the-law"],
        "state": Newsletter.State.SENDING,
        "started_at": timezone.now(),
    }
    return Newsletter.objects.create(**{**usual, **values})


def states(newsletter):
    """How many messages of a newsletter are in each state."""
    counts = {}
    for state in newsletter.messages.values_list("state", flat=True):
        counts[state] = counts.get(state, 0) + 1
    return counts
