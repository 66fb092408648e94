"""The register of why this site uses anything about people, and for how long (R105).

The privacy notice is made from it. Durations are those of ``contact.retention``, which the purges
read too, so the notice cannot say another time than the one that is kept.
"""

import datetime
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from contact import retention

Words = str | Promise
_LEGITIMATE: Final = _("Our legitimate interest (UK GDPR, Article 6(1)(f))")
_YEAR: Final = 365


@dataclass(frozen=True, kw_only=True)
class Kept:
    """One thing, and how long: the name of a line of ``contact.retention``, or words where no clock runs."""

    what: Words
    setting: str = ""
    words: Words = ""
    after: Words = ""

    @property
    def how_long(self) -> str:
        if not self.setting:
            return str(self.words)
        found = in_words(getattr(retention, self.setting))
        return f"{found} {self.after}" if self.after else found


@dataclass(frozen=True, kw_only=True)
class Purpose:
    """One reason to use something about people. ``about_staff``: only of those who look after the site."""

    key: str
    name: Words
    what: Words
    why: Words
    basis: Words
    who: Words
    kept: tuple[Kept, ...]
    about_staff: bool = False


def in_words(duration: datetime.timedelta) -> str:
    """ "90 days", "48 hours", "2 years"."""
    hours, rest = divmod(int(duration.total_seconds()), 3600)
    if rest or not hours:
        minutes = int(duration.total_seconds()) // 60
        return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    if duration.days and duration.days % _YEAR == 0:
        years = duration.days // _YEAR
        return ngettext("%(count)d year", "%(count)d years", years) % {"count": years}
    if hours % 24 == 0 and duration.days > 2:
        return ngettext("%(count)d day", "%(count)d days", duration.days) % {"count": duration.days}
    return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}


PURPOSES: Final[tuple[Purpose, ...]] = (
    Purpose(
        key="reading",
        name=_("When you read this site"),
        what=_("The internet address of your device, while we send you the page."),
        why=_("Without it, the page could not reach you."),
        basis=_LEGITIMATE,
        who=_("Nobody looks at it. The company that runs our computers carries it."),
        kept=(Kept(what=_("Your internet address when you read"), words=_("not kept")),),
    ),
    Purpose(
        key="answers",
        name=_("When you answer our questions, or search"),
        what=_("The answers you choose, or the words you search for."),
        why=_("To make the next page for you."),
        basis=_LEGITIMATE,
        who=_("Nobody. Our computer reads them, makes the page and lets them go."),
        kept=(Kept(what=_("Your answers, and what you search for"), words=_("not kept")),),
    ),
    Purpose(
        key="feedback",
        name=_("When you tell us what to make better"),
        what=_(
            "What you wrote, yes or no, which page it is about, and when. Your email address, if you give it."
        ),
        why=_(
            "To make the pages better, and to answer you if you ask. If a child is in danger, to get them help."
        ),
        basis=_LEGITIMATE,
        who=_(
            "The few people here who read messages. If a child is in danger, the police or children’s services."
        ),
        kept=(Kept(what=_("A message to us"), setting="FEEDBACK", after=_("at most")),),
    ),
    Purpose(
        key="updates",
        name=_("When you join our mailing list"),
        what=_(
            "Your email address and what you want to get. When you said yes, to which words, and on what kind of page."
        ),
        why=_("To send you what you asked for, and to show that you asked for it."),
        basis=_("Your consent (UK GDPR, Article 6(1)(a)). You can take it back at any time."),
        who=_("The few people here who send news, and the company that carries our mail."),
        kept=(
            Kept(what=_("Your address, once you are on the list"), words=_("until you leave the list")),
            Kept(what=_("Your address, if you do not press the button in our mail"), setting="UNCONFIRMED"),
            Kept(what=_("The link in our first mail works for"), setting="CONFIRM_LINK"),
            Kept(what=_("That a message was sent to you, or failed"), setting="MAIL_RECORD"),
            Kept(what=_("When you changed from once a month, if you did"), setting="MAIL_RECORD"),
            Kept(
                what=_(
                    "If you say “never again”: a code made from your address, which cannot be turned back"
                ),
                words=_("as long as the list is there, so that we do not write to you again"),
            ),
        ),
    ),
    Purpose(
        key="complaint",
        name=_("When you complain about how we use information"),
        what=_("What you wrote, how to answer you, and what we did about it."),
        why=_("To look into it and tell you what we found."),
        basis=_("The law tells us to (UK GDPR, Article 6(1)(c); Data Protection Act 2018, section 164A)"),
        who=_(
            "The few people here who look into complaints. The ICO, if it asks. "
            "If a child is in danger, the police or children’s services."
        ),
        kept=(Kept(what=_("A complaint"), setting="COMPLAINT", after=_("after our answer")),),
    ),
    Purpose(
        key="limits",
        name=_("When you send a form"),
        what=_("A code made from your internet address. Each hour it is made in a new way."),
        why=_("To stop machines that send us junk."),
        basis=_LEGITIMATE,
        who=_("Nobody. It is in the memory of our computer, and on no disk."),
        kept=(Kept(what=_("The code that stops junk"), setting="FORMS_SENT", after=_("at most")),),
    ),
    Purpose(
        key="staff",
        name=_("The people who look after this site"),
        what=_("Name, work email address, roles, how they sign in, and what they changed on the site."),
        why=_("To let only them in, and to know who changed what when something is wrong."),
        basis=_LEGITIMATE,
        who=_("Their administrators here."),
        kept=(
            Kept(what=_("Being signed in"), setting="SESSION", after=_("at most")),
            Kept(what=_("Being signed in without doing anything"), setting="SESSION_IDLE"),
            Kept(what=_("A link to choose a password"), setting="PASSWORD_LINK"),
            Kept(what=_("That somebody guessed at a password"), setting="GUESSES"),
            Kept(what=_("What we know of a link that no page has now"), setting="UNUSED_LINK"),
            Kept(what=_("The list of who changed what"), words=_("as long as this site is there")),
        ),
        about_staff=True,
    ),
)
