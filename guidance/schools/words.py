"""What a card, a button and a link of ours say on somebody else's page."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from esafe.content import Content
from guidance.schools.shareable import QUESTIONS, SERVICES, Shareable


@dataclass(frozen=True, kw_only=True)
class Words:
    """``link`` says where one goes without anything around it; ``things`` are of a topic alone."""

    title: str
    link: str
    lead: str
    button: str
    things: tuple[str, ...] = ()


def words_of(shown: Shareable, content: Content) -> Words:
    """The words for what is shown, in the language of the request."""
    name = content.site["site"].name
    if page := shown.page:
        return Words(
            title=page.short_title or page.title,
            link=_("%(title)s: calm advice for parents, from %(site)s")
            % {"title": page.short_title or page.title, "site": name},
            lead=page.summary,
            button=_("Read what to do"),
            things=page.three_things,
        )
    if shown.path == QUESTIONS:
        return Words(
            title=_("Concerned about a child?"),
            link=_("Concerned about a child? Answer a few plain questions and get a plan, from %(site)s")
            % {"site": name},
            lead=_("Has something happened online? A few plain questions lead to a plan for your family."),
            button=_("Start here"),
        )
    if shown.path == SERVICES:
        return Words(
            title=_("Whom to call when something happens online"),
            link=_(
                "Whom to call when something happens online, with numbers and opening hours, from %(site)s"
            )
            % {"site": name},
            lead=_("Every number and online form in one place, with when they are open."),
            button=_("See all numbers"),
        )
    return Words(
        title=_("Help when something happens online"),
        link=_("Help for parents when something has happened to a child online, from %(site)s")
        % {"site": name},
        lead=_("Calm advice for parents, whom to call now, and what to say to your child."),
        button=_("Open the site"),
    )
