"""A form saved before all of it had come: on a slow line its first button is there long before its last field.

Saved as it was sent, it would empty every field that had not come yet.
"""

from collections.abc import Iterable
from typing import Any

from django.http import QueryDict

from esafe.staff.checked_forms import KEEP_EDITING
from esafe.staff.posted import posted

# The last field of the form: what is sent without it was not whole.
WHOLE = "_whole"


def completed(data: QueryDict, saved: Iterable[Any]) -> QueryDict:
    """``data`` with what is missing as in the ``saved`` forms. It asks for the form again: nothing is saved yet.

    A box that was there and not ticked is sent like one that was not there: it is as saved.
    """
    made = data.copy()
    for form in saved:
        for bound in form:
            for suffix, values in posted(bound).parts.items():
                if values and bound.html_name + suffix not in data:
                    made.setlist(bound.html_name + suffix, values)
    made[KEEP_EDITING] = "yes"
    return made
