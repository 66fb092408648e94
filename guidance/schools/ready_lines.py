"""Sentences for a school's page where no better word fits in the very place: by what the checks of our own words say."""

from django.utils.translation import gettext_lazy as _

from esafe.content import Content
from esafe.placeholders import filled
from guidance import wording

# Actions that say it already, so that staff's own words are pasted.
ACTIONS = {
    wording.DO_NOT_DELETE: "leave_devices",
    wording.DO_NOT_CAPTURE: "note_where",
    wording.DO_NOT_PAY: "do_not_pay",
    wording.DO_NOT_PRETEND: "do_not_reveal",
    wording.LEAVE_PICTURES: "leave_pictures_alone",
    "say honestly what the police look at": "law_between_friends",
}
ALWAYS_THERE = "leave_pictures_alone"  # publishing refuses to go without it
_NOT_TO_BLAME = _("The child who was harmed is not to blame.")
_PRETENDS = _("An offender may pretend to be somebody else. It is not the child’s fault.")
_SHARED = _("When a sexual picture is shared without consent, it is not the fault of the person in it.")
_OF_CHILDREN = _("When there is a sexual picture of a child, it is not the child’s fault.")
SENTENCES = {
    "a picture they were tricked or pressured into sending": _(
        "Some children are tricked or pressured into sending a sexual picture. It is never the child’s fault."
    ),
    "was made to, was tricked into": _(
        "The child was made to do this, or was tricked into it. It is not the child’s fault."
    ),
    "an offender targeted them": _("An offender targeted the child. It is not the child’s fault."),
    "thank you for telling me": _(
        "If a child tells you, you can say: “Thank you for telling me. It is not your fault.”"
    ),
    "may find it hard to tell you": _("A child who was harmed may find it hard to tell you."),
    **dict.fromkeys(
        (
            "blaming the child",
            "children harmed by",
            "child harmed by",
            "children who were harmed",
            "child who was harmed",
            "the child who was harmed",
        ),
        _NOT_TO_BLAME,
    ),
    **dict.fromkeys(("an offender", "offender", "offenders"), _PRETENDS),
    **dict.fromkeys(
        ("sexual pictures shared without consent", "sexual pictures shared without consent are"), _SHARED
    ),
    **dict.fromkeys(("sexual images of children", "sexual images of children are"), _OF_CHILDREN),
    "a criminal": _("A criminal may pretend to be somebody else. It is not the child’s fault."),
    "online and in person": _("Abuse online can harm a child as much as abuse in person."),
    "was groomed by": _("The child was groomed by an adult. It is not the child’s fault."),
    "there is help": _("There is help, and you do not have to do this alone."),
}


def sentence_for(instead: str, content: Content) -> str:
    """The sentence for what should be said ``instead``; empty where it always fits in the very place."""
    if instead not in ACTIONS:
        return str(SENTENCES.get(instead, ""))
    action = content.action.get(ACTIONS[instead]) or content.action[ALWAYS_THERE]
    return filled(action.text, content)
