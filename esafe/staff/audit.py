"""Writing down what staff did (R39)."""

from typing import Any

import msgspec
from allauth.account import signals as account
from allauth.mfa import signals as mfa
from django.contrib.auth import signals as auth
from django.contrib.auth.models import User
from django.http import HttpRequest

from esafe.item_models import ItemModel
from esafe.staff import sessions
from esafe.staff.audit_models import AuditEntry

Act = AuditEntry.Act


def note(who: str, act: Act, about: str = "", before: Any = None, after: Any = None) -> None:
    """Add an entry. ``before`` and ``after`` are items, or parts of them."""
    AuditEntry.objects.create(
        who=who[:254], act=act, about=about[:254], before=_plain(before), after=_plain(after)
    )


def _plain(value: Any) -> Any:
    return msgspec.to_builtins(value, str_keys=True)


def snapshot(obj: ItemModel) -> dict[str, Any]:
    """An item with its state, by field, as it is in the database now."""
    return {"state": str(obj.state), **_plain(obj.to_item())}


def item_saved(who: str, obj: ItemModel, before: dict[str, Any]) -> None:
    """``obj`` was saved: note the fields that differ from ``before``; of a new item ({}) all; else nothing."""
    after = snapshot(obj)
    changed = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    if changed:
        note(
            who,
            Act.CHANGED if before else Act.ADDED,
            f"{obj.content_kind}: {obj.key}",
            {name: before.get(name) for name in changed} if before else None,
            {name: after.get(name) for name in changed},
        )


def connect() -> None:
    """Hear of what Django and allauth do."""
    auth.user_logged_in.connect(_signed_in)
    auth.user_logged_out.connect(_signed_out)
    auth.user_login_failed.connect(_sign_in_failed)
    account.password_changed.connect(_password_changed)
    account.password_set.connect(_password_changed)
    account.password_reset.connect(_password_changed)
    account.authentication_step_completed.connect(_shown_again)
    mfa.authentication_failed.connect(_code_refused)
    mfa.authenticator_added.connect(_factor_added)
    mfa.authenticator_removed.connect(_factor_removed)
    mfa.authenticator_reset.connect(_factor_added)


def _signed_in(request: HttpRequest, user: User, **kwargs: Any) -> None:
    sessions.begin(request)
    note(user.get_username(), Act.SIGNED_IN)


def _shown_again(request: HttpRequest, reauthenticated: bool = False, **kwargs: Any) -> None:
    if reauthenticated:
        sessions.renew(request)


def _signed_out(request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    request.signed_out = True  # type: ignore[attr-defined]
    if user:
        note(user.get_username(), Act.SIGNED_OUT)


def _sign_in_failed(credentials: dict[str, Any], **kwargs: Any) -> None:
    """Only the name of an account that exists: people type passwords into the wrong box."""
    typed = str(credentials.get("email") or credentials.get("username") or "")
    if User.objects.filter(username__iexact=typed).exists():
        note(typed, Act.SIGN_IN_FAILED)


def _code_refused(user: User, **kwargs: Any) -> None:
    note(user.get_username(), Act.SIGN_IN_FAILED, "code")


def _password_changed(user: User, **kwargs: Any) -> None:
    note(user.get_username(), Act.PASSWORD_CHANGED)


def _factor_added(request: HttpRequest, user: User, authenticator: Any, **kwargs: Any) -> None:
    note(user.get_username(), Act.FACTOR_ADDED, str(authenticator.get_type_display()))
    sessions.end_all(user, but=request.session.session_key)


def _factor_removed(request: HttpRequest, user: User, authenticator: Any, **kwargs: Any) -> None:
    note(user.get_username(), Act.FACTOR_REMOVED, str(authenticator.get_type_display()))
    sessions.end_all(user, but=request.session.session_key)
