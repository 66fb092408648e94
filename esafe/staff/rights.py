"""What an account lets somebody do, as the audit keeps it."""

from typing import Any

from django.contrib.auth.models import User


def rights_of(person: User) -> dict[str, Any]:
    """Whether somebody may sign in, and their roles, as the database has them."""
    roles = sorted(person.groups.values_list("name", flat=True))
    return {"may_sign_in": person.is_active, "roles": roles}
