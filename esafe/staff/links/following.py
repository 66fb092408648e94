"""Asks an address and follows where it leads, each step of the way through the gate."""

import http.client
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urldefrag, urljoin

from esafe.staff.links import titles
from esafe.staff.links.gate import NoSuchHost, Target, target
from esafe.staff.links.link import LONGEST, Cause
from esafe.staff.links.pages import Answer

MOST_REDIRECTS = 5
PERMANENT = frozenset({301, 308})
REDIRECTS = PERMANENT | {302, 303, 307}
CAUSES = {
    404: Cause.NOT_FOUND,
    410: Cause.NOT_FOUND,
    401: Cause.REFUSED,
    403: Cause.REFUSED,
    429: Cause.BUSY,
    503: Cause.BUSY,
}


@dataclass(frozen=True)
class Found:
    """What became of an address. ``moved_to`` is where it has moved for good."""

    cause: Cause
    status: int = 0
    title: str = ""
    moved_to: str = ""


def follow(url: str, ask: Callable[[Target], Answer]) -> Found:
    """Where ``url`` leads, over at most five redirects."""
    try:
        return _followed(url, ask)
    except NoSuchHost:
        return Found(Cause.NO_HOST)
    except TimeoutError:
        return Found(Cause.SLOW)
    except ssl.SSLCertVerificationError:
        return Found(Cause.CERTIFICATE)
    except (OSError, http.client.HTTPException):
        return Found(Cause.DROPPED)
    except ValueError:  # NotAllowed, or not even an address
        return Found(Cause.INSIDE)


def _followed(url: str, ask: Callable[[Target], Answer]) -> Found:
    at, moved_to, is_for_good = urldefrag(url).url, "", True
    for _hop in range(MOST_REDIRECTS + 1):
        answer = ask(target(at))
        if answer.status not in REDIRECTS:
            return _judged(answer, moved_to)
        if not answer.location:
            return Found(Cause.STRANGE, answer.status)
        at = urldefrag(urljoin(at, answer.location)).url
        is_for_good = is_for_good and answer.status in PERMANENT
        if is_for_good and len(at) <= LONGEST:
            moved_to = at
    return Found(Cause.CIRCLE)


def _judged(answer: Answer, moved_to: str) -> Found:
    if 200 <= answer.status < 300:
        if titles.is_wall(answer.title):
            return Found(Cause.REFUSED, answer.status)
        return Found(Cause.ANSWERS, answer.status, answer.title, moved_to)
    cause = CAUSES.get(answer.status, Cause.ERROR if answer.status >= 500 else Cause.STRANGE)
    return Found(cause, answer.status)
