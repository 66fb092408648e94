"""Who gets the mail about an item."""

from collections.abc import Iterable
from functools import cached_property

from esafe.item import ReviewedItem
from esafe.staff import administrators
from esafe.staff.owner_role import OwnerRole


def _same(name: str) -> str:
    return " ".join(name.split()).casefold()


class People:
    """The staff behind the names of owners, looked up once."""

    @cached_property
    def _behind(self) -> dict[str, frozenset[str]]:
        """The e-mail addresses behind each name."""
        roles = OwnerRole.objects.select_related("person", "deputy")
        return {_same(role.name): self._mailable((role.person, role.deputy)) for role in roles}

    @cached_property
    def administrators(self) -> frozenset[str]:
        """The e-mail addresses of those who look after accounts, or may do everything."""
        return self._mailable(administrators.active())

    @staticmethod
    def _mailable(people: Iterable[object]) -> frozenset[str]:
        return frozenset(p.email for p in people if p and p.is_active and p.email)  # type: ignore[attr-defined]

    def of(self, item: ReviewedItem) -> frozenset[str]:
        """The addresses of owner and deputy; empty when nobody stands behind either name."""
        return frozenset().union(*(self._behind.get(_same(name), ()) for name in (item.owner, item.deputy)))

    def for_mail(self, item: ReviewedItem) -> frozenset[str]:
        """The addresses of owner and deputy, or else of the administrators."""
        return self.of(item) or self.administrators

    def nobody_behind(self, items: Iterable[ReviewedItem]) -> list[str]:
        """The owners' names that stand for nobody who can get mail."""
        return sorted({item.owner for item in items if not self._behind.get(_same(item.owner))})
