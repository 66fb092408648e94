"""Asks every link of the live edition once a day, many hosts beside each other, and keeps what it finds."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from contact import retention
from esafe import live
from esafe.staff.jobs import JobFailed
from esafe.staff.links.asking import Asker
from esafe.staff.links.following import Found, follow
from esafe.staff.links.gate import Target
from esafe.staff.links.judging import JUDGED, judge
from esafe.staff.links.link import LONGEST, Cause, Link
from esafe.staff.links.pages import Answer
from esafe.staff.links.turns import Turns
from esafe.staff.links.uses import uses

HOSTS_AT_ONCE = 8
# What is also seen from a machine that has lost its network.
SEEN_OFFLINE = frozenset({Cause.NO_HOST, Cause.SLOW, Cause.DROPPED})


class Checker:
    """Asks addresses politely. Tests put in an asker for their own network."""

    def __init__(self, asker: Asker | None = None, turns: Turns | None = None) -> None:
        self.asker = asker or Asker(f"esafe link checker (+{settings.SITE_URL})")
        self.turns = turns or Turns()

    def ask_all(self, addresses: Iterable[str]) -> Iterator[tuple[str, Found]]:
        """What became of each address, as it is known."""
        by_host: dict[str, list[str]] = defaultdict(list)
        for address in addresses:
            by_host[_host(address)].append(address)
        with ThreadPoolExecutor(HOSTS_AT_ONCE) as pool:
            for done in as_completed([pool.submit(self._ask_host, group) for group in by_host.values()]):
                yield from done.result()

    def _ask_host(self, addresses: list[str]) -> list[tuple[str, Found]]:
        return [(address, follow(address, self._ask)) for address in addresses]

    def _ask(self, wanted: Target) -> Answer:
        with self.turns.at(wanted.host):
            return self.asker.ask(wanted)


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def check(checker: Checker | None = None, again: bool = False) -> str:
    """Ask what was not asked today (``again``: all), and say in a line what is found.

    Raises JobFailed when nothing could be reached: then it is this machine, and no link is blamed.
    """
    used = uses(live.store.current().content)
    today = timezone.localdate()
    known = Link.objects.in_bulk(field_name="address")
    fresh = frozenset() if again else {a for a, link in known.items() if link.checked_on == today}
    wanted = [address for address in used if len(address) <= LONGEST and address not in fresh]
    unproved: list[tuple[str, Found]] = []
    reached = 0
    for address, found in (checker or Checker()).ask_all(wanted):
        if found.cause in SEEN_OFFLINE:
            unproved.append((address, found))
            continue
        reached += 1
        _keep(known, address, found, today)
    if unproved and not reached and not fresh:
        raise JobFailed(f"none of {len(wanted)} links could be reached. Is this machine online?")
    for address, found in unproved:
        _keep(known, address, found, today)
    Link.objects.filter(checked_on__lt=today - retention.UNUSED_LINK).delete()
    return _said(len(wanted), used, known, today)


def _keep(known: dict[str, Link], address: str, found: Found, today: datetime.date) -> None:
    """Save what was found, and leave alone what staff may have said meanwhile."""
    if link := known.get(address):
        had_title = bool(link.title)
        judge(link, found, today)
        link.save(update_fields=JUDGED if had_title else (*JUDGED, "title"))
    else:
        link = known[address] = Link(address=address)
        judge(link, found, today)
        link.save()


def _said(asked: int, used: Collection[str], known: dict[str, Link], today: datetime.date) -> str:
    counts = Counter(link.state_on(today) for address, link in known.items() if address in used)
    states = ", ".join(f"{counts[state]} {state.label}" for state in Link.State if counts[state])
    too_long = sum(len(address) > LONGEST for address in used)
    more = f" Not asked, as they are too long: {too_long}." if too_long else ""
    return f"{asked} links asked. Now: {states or 'none'}.{more}"
