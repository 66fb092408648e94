"""What a school can show of this site, each with the code that stands for it for ever. Pure: no Django.

The whole site, the questions, whom to call, and every topic of advice; a page that was renamed
is found under the codes of its old addresses too. Cards, buttons and links hang on schools' own pages
for years, so a page that gave way to something else still has one: it says what the whole site's says,
which is true wherever the old address leads now.
"""

from dataclasses import dataclass

from esafe import short_codes
from esafe.addresses import address
from esafe.content import Content
from guidance.content import Group, Page

SITE, QUESTIONS, SERVICES = "/", "/concerned/", "/services/"
GROUPS: tuple[Group, ...] = ("happened", "talk", "after", "protect", "understand", "about")


@dataclass(frozen=True, kw_only=True)
class Shareable:
    """One thing to show. ``page`` is its topic; None for what is not of one topic, or no longer."""

    path: str
    page: Page | None = None

    @property
    def code(self) -> str:
        return short_codes.code(self.path)

    @property
    def short_link(self) -> str:
        return short_codes.go(self.path)


def all_of(content: Content) -> list[Shareable]:
    """Everything that can be shown, the most useful first."""
    topics = [page for page in content.page.values() if page.area == "advice"]
    topics.sort(key=lambda page: (GROUPS.index(page.group), page.order))
    return [
        *(Shareable(path=path) for path in (QUESTIONS, SERVICES, SITE)),
        *(Shareable(path=address(page), page=page) for page in topics),
    ]


def find(content: Content, code: str) -> Shareable | None:
    """What a code stands for now; None when it stands for nothing that can be shown, nor ever did."""
    path = short_codes.target(content, code)
    gone = (Shareable(path=old) for old in content.redirect if short_codes.code(old) == code)
    return next((found for found in all_of(content) if found.path == path), next(gone, None))


def at(content: Content, path: str) -> Shareable | None:
    """What stands at an address, also at one that it had before."""
    return find(content, short_codes.code(path))
