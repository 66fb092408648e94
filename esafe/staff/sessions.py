"""How long staff stay signed in (R36): 30 minutes without a request, 12 hours at most."""

import time
from typing import Any

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.usersessions.models import UserSession
from django.contrib.auth import logout
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone

from contact import retention

IDLE = int(retention.SESSION_IDLE.total_seconds())
LONGEST = int(retention.SESSION.total_seconds())
_BEGAN, _SEEN = "signed_in_at", "seen_at"
# The time of each request is not worth a write.
_EXACT_TO = 60


def begin(request: HttpRequest) -> None:
    """Somebody has just signed in, wholly: for five minutes they need not show a factor again."""
    request.session[_BEGAN] = request.session[_SEEN] = time.time()
    records = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [{**r, "reauthenticated": True} for r in records]


def renew(request: HttpRequest) -> None:
    """A new key for the session of somebody who has shown again who they are (R36): an older one opens nothing."""
    old = request.session.session_key
    request.session.cycle_key()
    UserSession.objects.filter(session_key=old).update(session_key=request.session.session_key)


def is_over(session: Any) -> bool:
    """Whether a session of somebody signed in has lasted, or lain idle, too long."""
    now = time.time()
    return bool(now - session.get(_SEEN, 0) > IDLE or now - session.get(_BEGAN, 0) > LONGEST)


def seconds_left(session: Any) -> int:
    """Until the session is over if nothing more is asked for."""
    now = time.time()
    return max(0, int(min(now + IDLE, session.get(_BEGAN, 0) + LONGEST) - now))


def keep_up(request: HttpRequest) -> None:
    """End the session when its time is over; note that it is in use otherwise."""
    if is_over(request.session):
        logout(request)
    elif time.time() - request.session[_SEEN] > _EXACT_TO:
        request.session[_SEEN] = time.time()


def forget_ended() -> str:
    """Delete what is left of sessions whose time is over, and say how many."""
    ended, _ = Session.objects.filter(expire_date__lt=timezone.now()).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    return f"ended sessions forgotten: {ended}."


def end_all(user: User, but: str | None = "") -> None:
    """Sign ``user`` out everywhere, but for the session with the key ``but``."""
    for session in UserSession.objects.filter(user=user).exclude(session_key=but or ""):
        session.end()
