"""The only bridge between what staff write and what readers read.

``build`` is pure. ``publish`` writes in an order that leaves readers a whole edition whatever
happens: numbered file, read back, database row, and the swap last, all under one lock.
"""

import datetime
import logging
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from esafe import addresses, change_events, live, problems
from esafe.content import KINDS, Content
from esafe.edition import BadEdition, Edition, dumps, sealed
from esafe.edition_store import Change, EditionStore, NoEdition
from esafe.item import Item
from esafe.item_models import ItemModel
from esafe.models import EditionRecord, LiveChange
from esafe.problem import Problem
from esafe.staff import approvals, audit

Keyed = tuple[str, str]
# The number of PostgreSQL's lock for publishers; any will do, as long as it stays.
PUBLISHERS = 20261122
log = logging.getLogger(__name__)


class Meanwhile(Exception):
    """Nothing was published: a colleague changed something since it was shown, or nothing is new."""


class NotPublished(Exception):
    """Nothing was published. ``problems`` says in plain words what to mend."""

    def __init__(self, found: list[Problem]) -> None:
        super().__init__("; ".join(str(problem) for problem in found))
        self.problems = found


def build(
    previous: Content | None, ready: Mapping[Keyed, Item], withdrawn: Iterable[Keyed]
) -> tuple[Content, list[Problem]]:
    """The next content, and what stops it from being published."""
    content = carried_forward(previous, ready, withdrawn)
    return content, problems.find(content, previous, own_hosts())


def carried_forward(
    previous: Content | None, ready: Mapping[Keyed, Item], withdrawn: Iterable[Keyed]
) -> Content:
    """The previous content with what is ready put in and what is withdrawn taken out.

    Keys of ``ready`` and ``withdrawn`` are (kind, key). A redirect that nobody marked as ready leaves
    when an item comes to its address.
    """
    gone = set(withdrawn)
    kept: dict[str, dict[str, Item]] = {kind: dict(previous.of(kind)) if previous else {} for kind in KINDS}
    for (kind, key), item in ready.items():
        kept[kind][key] = item
    for kind, key in gone | {("redirect", path) for path in _own_addresses(ready)} - ready.keys():
        kept[kind].pop(key, None)
    return Content(**kept)  # type: ignore[arg-type]


def _own_addresses(items: Mapping[Keyed, Item]) -> set[str]:
    """The addresses of those items that have one."""
    return {addresses.address(item) for (kind, _), item in items.items() if kind in addresses.KINDS}


def own_hosts() -> frozenset[str]:
    """The hosts at which readers find this site."""
    return frozenset({urlsplit(settings.SITE_URL).hostname or "", *settings.ALLOWED_HOSTS} - {""})


def models_of_items() -> dict[str, type[ItemModel]]:
    """The model of each kind of item."""
    found = {m.content_kind: m for m in apps.get_models() if issubclass(m, ItemModel)}
    return {kind: found[kind] for kind in KINDS}


def offered(states: Iterable[str], whenever: bool = False) -> dict[Keyed, Item]:
    """The items in the database that are in one of ``states``.

    With drafts, or ``whenever``, also those whose time has not come: they are on their way as well.
    """
    states = set(states)
    whenever = whenever or ItemModel.State.DRAFT in states
    now = Q() if whenever else Q(publish_at=None) | Q(publish_at__lte=timezone.now())
    return {
        (kind, row.key): row.to_item()
        for kind, model in models_of_items().items()
        for row in model._default_manager.filter(now, state__in=states).prefetch_related(*_related(model))
    }


def due() -> set[Keyed]:
    """The ready items with a time to go live that has come, whether they are live already or not."""
    return {
        (kind, key)
        for kind, model in models_of_items().items()
        for key in model._default_manager.filter(
            state=ItemModel.State.READY, publish_at__lte=timezone.now()
        ).values_list("key", flat=True)
    }


def forget_times(names: Collection[Keyed] | None = None) -> None:
    """Forget each time that has come, and that of what is withdrawn. ``names``: of these items alone.

    An item goes live by itself once. Later changes of it wait for somebody who publishes.
    """
    over = Q(publish_at__lte=timezone.now()) | Q(publish_at__isnull=False, state=ItemModel.State.WITHDRAWN)
    for kind, model in models_of_items().items():
        mine = Q() if names is None else Q(key__in=[key for name, key in names if name == kind])
        model._default_manager.filter(over, mine).update(publish_at=None)


def _related(model: type[ItemModel]) -> list[str]:
    """What ``to_item`` reads beside the row itself, so that the number of queries stays constant."""
    chosen = [f.name for f in model._meta.fields if f.is_relation]
    rows = list(model.rows.values())
    inside = [
        f"{name}__{f.name}"
        for name in rows
        for f in model._meta.get_field(name).related_model._meta.fields  # type: ignore[union-attr]
        if f.is_relation and f.related_model is not model
    ]
    return [*chosen, *rows, *inside]


def withdrawn() -> list[Keyed]:
    """The items that staff have taken out. A redirect stays while the item at its address is on its way."""
    found = [
        (kind, key)
        for kind, model in models_of_items().items()
        for key in model._default_manager.filter(state=ItemModel.State.WITHDRAWN).values_list(
            "key", flat=True
        )
    ]
    stays = _still_leading({key for kind, key in found if kind == "redirect"})
    return [(kind, key) for kind, key in found if kind != "redirect" or key not in stays]


def _still_leading(paths: set[str]) -> set[str]:
    """Those of ``paths`` that readers are led on from, and that are the addresses of items on their way."""
    before = previous_content(live.store)
    paths = paths & before.redirect.keys() if before else set()
    return paths & _own_addresses(offered([ItemModel.State.READY, ItemModel.State.DRAFT])) if paths else paths


def previous_content(store: EditionStore) -> Content | None:
    """What readers have now."""
    try:
        return store.current().content
    except NoEdition:
        return None


def next_content(drafts: bool = False) -> tuple[Content, list[Problem]]:
    """What the next edition would hold, with its problems. With ``drafts``, drafts as well."""
    states = [ItemModel.State.READY, *([ItemModel.State.DRAFT] if drafts else [])]
    return build(previous_content(live.store), offered(states), withdrawn())


def content_to_approve() -> Content:
    """What readers will have once all that is ready is live, also what still waits for its time."""
    ready = offered([ItemModel.State.READY], whenever=True)
    return carried_forward(previous_content(live.store), ready, withdrawn())


def draft_content() -> Content:
    """What readers have, with every draft put in."""
    states = [ItemModel.State.READY, ItemModel.State.DRAFT]
    return carried_forward(previous_content(live.store), offered(states), withdrawn())


@dataclass(frozen=True)
class Preview:
    """What staff preview: what readers have, with every draft put in that can be shown.

    ``left_out`` is what keeps the other drafts out, each with the address of its item, where it has one.
    With something ``missing`` no page can be shown.
    """

    edition: Edition
    left_out: tuple[tuple[Problem, str], ...]
    missing: tuple[Problem, ...]

    def lacking_at(self, path: str) -> list[Problem]:
        """What the draft at this address lacks, if it is left out."""
        return [problem for problem, place in self.left_out if place == path]


def preview() -> Preview:
    """Every draft put in, but for those that no page could be shown with. Never written.

    Where a draft is left out, readers' version of it stands. What is withdrawn stands too where that is
    what is missing.
    """
    previous = previous_content(live.store)
    ready, gone = offered([ItemModel.State.READY, ItemModel.State.DRAFT]), withdrawn()
    left_out: list[tuple[Problem, str]] = []
    while True:
        content, found = build(previous, ready, gone)
        missing = [problem for problem in found if problem.stops_preview]
        broken = [problem for problem in missing if _is_changed(problem, previous, ready)]
        if not missing or not (broken or gone):
            break
        left_out += [(problem, _address(ready.get((problem.kind, problem.key)))) for problem in broken]
        names = {(problem.kind, problem.key) for problem in broken}
        ready = {name: item for name, item in ready.items() if name not in names}
        if not broken:
            left_out += [(problem, "") for problem in missing]
            gone = []
    edition = Edition(number=0, published_at=timezone.now(), content=content)
    return Preview(edition, tuple(left_out), tuple(missing))


def _is_changed(problem: Problem, previous: Content | None, ready: Mapping[Keyed, Item]) -> bool:
    """Whether the item of a problem is not as readers have it, so that leaving it out may help."""
    mine = ready.get((problem.kind, problem.key))
    theirs = previous.of(problem.kind).get(problem.key) if previous else None
    return mine is not None and mine != theirs


def _address(item: Item | None) -> str:
    """The path of an item's own page; empty for one that has none."""
    try:
        return addresses.address(item) if item else ""
    except TypeError:
        return ""


def publish(
    by: str,
    note: str = "",
    store: EditionStore | None = None,
    shown: str = "",
    only: Collection[Keyed] | None = None,
) -> Edition:
    """Make the next edition and put it live.

    ``shown`` is the digest of the content that a person looked at; ``only`` leaves out all other
    changes. Raises NotPublished when there are problems, Meanwhile when the content is no longer
    what was shown or nothing has changed, OSError when the disk refuses; readers then keep the
    edition they have.
    """
    store = store or live.store
    with store.lock():
        record_what_is_missing(store)
        with _rows_and_file_together(store) as written:
            _only_one_publisher()
            _follow_locked(store)
            before = previous_content(store)
            come = due()
            ready, gone = _chosen(only)
            content, found = build(before, ready, gone)
            found += approvals.missing(before, content)
            if found:
                raise NotPublished(found)
            if content == before or (shown and shown != digest_of(content)):
                raise Meanwhile
            edition = _next_edition(store, content, note)
            written.append(edition.number)
            store.write(edition)
            _record(edition, by)
        change_events.catch_up(store, {edition.number: content})
        _swap(store, edition)
        approvals.used(before, content)
        forget_times((come & ready.keys()) | set(gone))
        audit.note(by, audit.Act.PUBLISHED, f"edition {edition.number}", after=note)
    return edition


def _chosen(only: Collection[Keyed] | None) -> tuple[dict[Keyed, Item], list[Keyed]]:
    ready, gone = offered([ItemModel.State.READY]), withdrawn()
    if only is None:
        return ready, gone
    return {name: item for name, item in ready.items() if name in only}, [n for n in gone if n in only]


@contextmanager
def _rows_and_file_together(store: EditionStore) -> Iterator[list[int]]:
    """Rows and numbered file are kept together or not at all."""
    written: list[int] = []
    try:
        with transaction.atomic():
            yield written
    except BaseException:
        for number in written:
            store.remove(number)
        raise


def _only_one_publisher() -> None:
    """Other hosts wait as well. SQLite's transactions are IMMEDIATE: there is one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PUBLISHERS])


def _next_edition(store: EditionStore, content: Content, note: str) -> Edition:
    published_at = timezone.now().astimezone(datetime.UTC)
    return sealed(Edition(number=_next_number(store), published_at=published_at, note=note, content=content))


def _swap(store: EditionStore, edition: Edition) -> None:
    """Put a recorded edition live; when the disk refuses, take its record back."""
    try:
        store.make_live(edition.number)
    except (OSError, BadEdition):
        EditionRecord.objects.filter(number=edition.number).delete()
        LiveChange.objects.filter(number=edition.number).delete()
        store.remove(edition.number)
        raise
    try:
        store.tidy()
    except (OSError, NoEdition):
        log.exception("Older editions could not be tidied away")


def digest_of(content: Content) -> str:
    """A short name for exactly this content."""
    nothing = datetime.datetime.fromtimestamp(0, datetime.UTC)
    return sealed(Edition(number=0, published_at=nothing, content=content)).digest


def _next_number(store: EditionStore) -> int:
    newest = EditionRecord.objects.order_by("-number").values_list("number", flat=True).first() or 0
    return max([newest, *store.numbers()]) + 1


def _record(edition: Edition, by: str) -> None:
    EditionRecord.objects.create(
        number=edition.number,
        digest=edition.digest,
        published_at=edition.published_at,
        published_by=by,
        note=edition.note,
        file=dumps(edition).decode(),
    )
    LiveChange.objects.create(number=edition.number, at=edition.published_at, by=by, note=edition.note)


def go_back(number: int, by: str, note: str = "", store: EditionStore | None = None) -> Edition:
    """Put a kept edition live again. Needs no database: its record is added when there is one.

    Raises OSError or BadEdition when there is no such whole edition.
    """
    store = store or live.store
    change = Change(number=number, at=timezone.now(), by=by, note=note)
    with store.lock():
        if number not in store.numbers():
            _fetch(store, number)
        change_events.going_back(store, change)
        store.make_live(number)
        try:
            record_what_is_missing(store, change)
        except DatabaseError:
            log.warning("The database is away: going back is recorded when it returns")
            store.note_change(change)
    return store.get(number)


def _fetch(store: EditionStore, number: int) -> None:
    """Bring an edition that another host published. Without it, or a database, nothing happens."""
    try:
        record = EditionRecord.objects.filter(number=number).first()
    except DatabaseError:
        return
    if record:
        store.write_file(number, record.file.encode())


def record_what_is_missing(store: EditionStore, *more: Change) -> None:
    """Record each going back that happened while the database was away, and ``more``.

    What had a time, and went live before somebody went back, does not come again by itself.
    """
    with transaction.atomic():
        changes = [*store.noted_changes(), *more]
        if changes:
            forget_times()
        for change in changes:
            LiveChange.objects.create(number=change.number, at=change.at, by=change.by, note=change.note)
            audit.note(change.by, audit.Act.WENT_BACK, f"edition {change.number}", after=change.note)
    store.forget_changes()


def follow(store: EditionStore | None = None) -> int | None:
    """Bring this host to the edition that the database says is live. The number, when it changed.

    Raises OSError or BadEdition when the recorded edition cannot be read here.
    """
    store = store or live.store
    with store.lock():
        record_what_is_missing(store)
        return _follow_locked(store)


def _follow_locked(store: EditionStore) -> int | None:
    change = LiveChange.objects.first()
    record = EditionRecord.objects.filter(number=change.number).first() if change else None
    if record is None or _live_digest(store) == record.digest:
        return None
    store.write_file(record.number, record.file.encode())
    change_events.catch_up(store)
    store.make_live(record.number)
    return int(record.number)


def _live_digest(store: EditionStore) -> str | None:
    try:
        return store.current().digest
    except NoEdition:
        return None


@dataclass(frozen=True)
class ContentChange:
    """One item that the next edition would add, change or take out."""

    kind: str
    key: str
    what: str
    item: Item


def changes(before: Content | None, after: Content) -> list[ContentChange]:
    """What readers would notice, item by item: "new", "changed" or "withdrawn"."""
    found = []
    for kind in KINDS:
        old = before.of(kind) if before else {}
        new = after.of(kind)
        for key in sorted(old.keys() | new.keys()):
            if old.get(key) != new.get(key):
                what = "new" if key not in old else "changed" if key in new else "withdrawn"
                found.append(ContentChange(kind, key, what, new.get(key) or old[key]))
    return found


def edit_address(problem: Problem) -> str:
    """Where staff mend a problem: the item's form, or its list where there is no such item yet."""
    model = models_of_items().get(problem.kind)
    if model is None:
        return reverse("admin:index")
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    pk = model._default_manager.filter(key=problem.key).values_list("pk", flat=True).first()
    return reverse(f"{name}_change", args=[pk]) if pk else reverse(f"{name}_changelist")
