"""The register of everything that this site could store on a device (R78).

The cookies page is made from it, the notice asks about what in it is optional, and
tests/test_nothing_kept.py finds nothing on a device that is not in it. Whoever adds an item that
needs a choice has no more to do: the notice then appears by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Kind = Literal["cookie", "session storage", "local storage"]
Class = Literal["necessary", "statistics", "preferences"]
Words = str | Promise

KIND_WORDS: Final[dict[Kind, Words]] = {
    "cookie": _("a cookie"),
    "session storage": _("in the tab’s session storage"),
    "local storage": _("in local storage"),
}
# What a reader may say no to, in the order of the digits in the choice cookie.
OPTIONAL: Final[tuple[Class, ...]] = ("statistics", "preferences")
# "__Host-" keeps a cookie to this very host, and browsers take it over https only.
_PREFIX = "__Host-" if settings.PRODUCTION else ""
_ASKED_FOR = _("PECR, Schedule A1, paragraph 4: needed for what you asked for")
_AGREED_TO = _("PECR, Schedule A1, paragraph 2: you said yes")
_APPEARANCE = _("PECR, Schedule A1, paragraph 6: how a page looks")


@dataclass(frozen=True, kw_only=True)
class StoredItem:
    """One thing that could be stored. ``name`` is what the browser calls it, ``what`` what we do.

    ``switch`` names the setting that puts it in force; without one it always is.
    """

    name: str
    kind: Kind
    what: Words
    purpose: Words
    how_long: Words
    basis: Words
    item_class: Class = "necessary"
    for_staff: bool = False
    switch: str = ""

    @property
    def needs_choice(self) -> bool:
        return self.item_class in OPTIONAL and not self.for_staff

    @property
    def kind_words(self) -> Words:
        return KIND_WORDS[self.kind]


VISIT_TOKEN: Final = StoredItem(
    name="visit",
    kind="session storage",
    what=_("A random word for this tab"),
    purpose=_(
        "After you leave, it stops the Back button from bringing our pages up again. "
        "It also stands beside each of our pages in this tab’s own history. We never get it."
    ),
    how_long=_("Until you press “Leave this site”, or close the tab"),
    basis=_ASKED_FOR,
)
KEYS_OFF: Final = StoredItem(
    name="keys-off",
    kind="session storage",
    what=_("The switch for the keys"),
    purpose=_("It is there only if you turned the leaving keys off in this tab."),
    how_long=_("Until you press “Leave this site”, or close the tab"),
    basis=_ASKED_FOR,
)
CHOICE: Final = StoredItem(
    name=f"{_PREFIX}cookie-choice",
    kind="cookie",
    what=_("Your yes or no"),
    purpose=_("It remembers what you chose on this page, so that we do not ask again."),
    how_long=_("A “no”: until you close the browser. A “yes”: one year"),
    basis=_ASKED_FOR,
)
REMEMBERED: Final = StoredItem(
    name=f"{_PREFIX}preferences",
    kind="cookie",
    what=_("Your nation and text size"),
    purpose=_("You need not choose them again on your next visit."),
    how_long=_("One year, or until you say no"),
    basis=_AGREED_TO,
    item_class="preferences",
    switch="REMEMBER_PREFERENCES",
)
STAFF: Final = (
    StoredItem(
        name=settings.SESSION_COOKIE_NAME,
        kind="cookie",
        what=_("Signed in"),
        purpose=_("It keeps a member of staff signed in."),
        how_long=_("Until they sign out, or are signed out"),
        basis=_ASKED_FOR,
        for_staff=True,
    ),
    StoredItem(
        name=settings.CSRF_COOKIE_NAME,
        kind="cookie",
        what=_("Safe forms"),
        purpose=_("It proves that a form was sent from our own page."),
        how_long=_("One year"),
        basis=_ASKED_FOR,
        for_staff=True,
    ),
    StoredItem(
        name="theme",
        kind="local storage",
        what=_("Light or dark"),
        purpose=_("It remembers how staff like their pages to look."),
        how_long=_("Until it is changed"),
        basis=_APPEARANCE,
        item_class="preferences",
        for_staff=True,
    ),
    StoredItem(
        name="django.admin.navSidebarIsOpen",
        kind="local storage",
        what=_("The menu"),
        purpose=_("It remembers whether the menu at the side is open."),
        how_long=_("Until it is changed"),
        basis=_APPEARANCE,
        item_class="preferences",
        for_staff=True,
    ),
    StoredItem(
        name="django.admin.navSidebarFilterValue",
        kind="session storage",
        what=_("The menu’s filter"),
        purpose=_("It remembers what was typed to find an entry of the menu."),
        how_long=_("Until the tab is closed"),
        basis=_APPEARANCE,
        item_class="preferences",
        for_staff=True,
    ),
    StoredItem(
        name="django.admin.filtersState",
        kind="session storage",
        what=_("The filters of a list"),
        purpose=_("It remembers which filters are open."),
        how_long=_("Until the tab is closed"),
        basis=_APPEARANCE,
        item_class="preferences",
        for_staff=True,
    ),
)
REGISTER: Final = (VISIT_TOKEN, KEYS_OFF, CHOICE, REMEMBERED, *STAFF)


def in_force(register: Sequence[StoredItem] | None = None) -> tuple[StoredItem, ...]:
    """What this copy of the site may store. The choice itself is kept only where there is one."""
    items = REGISTER if register is None else register
    found = tuple(item for item in items if not item.switch or getattr(settings, item.switch))
    if any(item.needs_choice for item in found):
        return found
    return tuple(item for item in found if item is not CHOICE)


def to_choose() -> tuple[StoredItem, ...]:
    """What readers are asked about before it is stored; empty in what we ship."""
    return tuple(item for item in in_force() if item.needs_choice)


def classes_to_choose() -> tuple[Class, ...]:
    """The classes of what readers are asked about, in the order of OPTIONAL."""
    wanted = {item.item_class for item in to_choose()}
    return tuple(name for name in OPTIONAL if name in wanted)


def choice_cookie() -> str:
    """The name of the cookie whose holders get pages of their own; empty when nothing is optional."""
    return CHOICE.name if to_choose() else ""
