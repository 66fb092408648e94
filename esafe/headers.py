"""The header matrix: every class of answer, and the whole row of headers that it carries.

Pure: no Django, because errors that gunicorn finds carry their row too. Source: requirements, 3.1.
"""

from collections.abc import Iterable, Mapping
from enum import Enum
from functools import cache
from typing import Final
from wsgiref.headers import Headers

Policy = Mapping[str, tuple[str, ...]]
Row = Mapping[str, str]


class AnswerClass(Enum):
    """What an answer is, as far as its headers are concerned."""

    READING = "a page without anything of a reader in it"
    RESULT = "the answer to a form or a query"
    ERROR = "one of our error pages"
    KEYED = "any answer at an address that is the key of one reader"
    STAFF = "a page for staff"
    PREVIEW = "a reader's page as staff preview it, also inside a page for staff"
    STATIC = "a file with the hash of its content in its name"
    CARD = "a card that other sites may show in a frame"
    OTHERS_MAY_SHOW = "a picture or a style of what other sites may show"
    SHOWS_CARDS = "a reading page that shows a card in a frame"
    DATA = "what programs read, from any site"
    DATA_ERROR = "an error that programs read"


NONE: Final = ("'none'",)
SELF: Final = ("'self'",)
# Only our own host, no inline script or style, and no script that writes HTML from text.
PUBLIC_POLICY: Final[Policy] = {
    "default-src": NONE,
    "script-src": SELF,
    "style-src": SELF,
    "img-src": SELF,
    "connect-src": SELF,
    "form-action": SELF,
    "base-uri": NONE,
    "object-src": NONE,
    "frame-src": NONE,
    "frame-ancestors": NONE,
    "worker-src": NONE,
    "upgrade-insecure-requests": (),
    "require-trusted-types-for": ("'script'",),
    "trusted-types": NONE,
}
# The admin's own scripts write HTML from text (M5).
STAFF_POLICY: Final[Policy] = {
    **{name: values for name, values in PUBLIC_POLICY.items() if "trusted-types" not in name},
    "font-src": SELF,
}
FILE_POLICY: Final[Policy] = {"default-src": NONE, "frame-ancestors": NONE}
# The school's card (R5, R6): any site may frame it, and there is nothing in it that acts. "frame-ancestors *"
# would keep it out of the sandbox that a website builder puts around pasted HTML (docs/decisions/0010).
CARD_POLICY: Final[Policy] = {
    **{name: values for name, values in PUBLIC_POLICY.items() if name != "frame-ancestors"},
    "script-src": NONE,
    "connect-src": NONE,
    "form-action": NONE,
}

PERMISSIONS_DENIED: Final = """
    accelerometer autoplay browsing-topics camera clipboard-read clipboard-write
    compute-pressure display-capture encrypted-media fullscreen gamepad geolocation gyroscope hid
    identity-credentials-get idle-detection interest-cohort keyboard-map local-fonts magnetometer
    microphone midi otp-credentials payment picture-in-picture publickey-credentials-create
    publickey-credentials-get screen-wake-lock serial storage-access sync-xhr unload usb
    window-management xr-spatial-tracking
""".split()
# The admin's own scripts still listen for "unload"; staff may sign in with a passkey.
STAFF_PERMITTED: Final = frozenset({"unload", "publickey-credentials-create", "publickey-credentials-get"})

HSTS_SECONDS: Final = 2 * 365 * 24 * 60 * 60
# What the browser keeps after a visit is what someone else may find on the device (D3).
NOT_KEPT: Final = "no-store"
KEPT_FOR_A_YEAR: Final = "max-age=31536000, immutable"
KEPT_FOR_FIVE_MINUTES: Final = "max-age=300"


def policy_text(policy: Policy) -> str:
    """The policy as its header says it."""
    return "; ".join(" ".join((name, *values)) for name, values in policy.items())


def _denied(names: Iterable[str]) -> str:
    return ", ".join(f"{name}=()" for name in names)


EVERY_ANSWER: Final[Row] = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": _denied(PERMISSIONS_DENIED),
    "X-DNS-Prefetch-Control": "off",
    "X-Permitted-Cross-Domain-Policies": "none",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
}
PAGE: Final[Row] = {
    **EVERY_ANSWER,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": NOT_KEPT,
}
NOT_FOUND_BY_SEARCH: Final[Row] = {"X-Robots-Tag": "noindex"}
# On other sites' pages, also those that ask for an embedder policy (M12, M20).
FOR_OTHER_SITES: Final[Row] = {
    **EVERY_ANSWER,
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": KEPT_FOR_FIVE_MINUTES,
}
READ_BY_ANY_SITE: Final[Row] = {"Access-Control-Allow-Origin": "*"}
# Not even our own next page is told the address, which is a key.
NOT_TOLD: Final[Row] = {"Referrer-Policy": "no-referrer"}

MATRIX: Final[Mapping[AnswerClass, tuple[Policy, Row]]] = {
    AnswerClass.READING: (PUBLIC_POLICY, PAGE),
    AnswerClass.RESULT: (PUBLIC_POLICY, {**PAGE, **NOT_FOUND_BY_SEARCH}),
    AnswerClass.ERROR: (PUBLIC_POLICY, {**PAGE, **NOT_FOUND_BY_SEARCH}),
    AnswerClass.KEYED: (PUBLIC_POLICY, {**PAGE, **NOT_FOUND_BY_SEARCH, **NOT_TOLD}),
    AnswerClass.STAFF: (
        STAFF_POLICY,
        {
            **PAGE,
            **NOT_FOUND_BY_SEARCH,
            "Permissions-Policy": _denied(n for n in PERMISSIONS_DENIED if n not in STAFF_PERMITTED),
        },
    ),
    AnswerClass.PREVIEW: (
        {**PUBLIC_POLICY, "frame-ancestors": SELF},
        {**PAGE, **NOT_FOUND_BY_SEARCH, "X-Frame-Options": "SAMEORIGIN"},
    ),
    AnswerClass.STATIC: (FILE_POLICY, {**EVERY_ANSWER, "Cache-Control": KEPT_FOR_A_YEAR}),
    AnswerClass.CARD: (
        CARD_POLICY,
        # Opened from a search, it would be a page of ours that cannot be left at once.
        {
            **{name: value for name, value in FOR_OTHER_SITES.items() if name != "X-Frame-Options"},
            **NOT_FOUND_BY_SEARCH,
        },
    ),
    AnswerClass.OTHERS_MAY_SHOW: (FILE_POLICY, FOR_OTHER_SITES),
    AnswerClass.SHOWS_CARDS: ({**PUBLIC_POLICY, "frame-src": SELF}, PAGE),
    AnswerClass.DATA: (FILE_POLICY, {**FOR_OTHER_SITES, **READ_BY_ANY_SITE}),
    AnswerClass.DATA_ERROR: (
        FILE_POLICY,
        {**FOR_OTHER_SITES, **READ_BY_ANY_SITE, "Cache-Control": NOT_KEPT},
    ),
}
# The editor's nonce is made per answer; a file without a hash in its name is not kept for a year.
MAY_DIFFER: Final = frozenset(
    {
        (AnswerClass.STAFF, "Content-Security-Policy"),
        (AnswerClass.STATIC, "Cache-Control"),
        (AnswerClass.OTHERS_MAY_SHOW, "Cache-Control"),
    }
)


@cache
def row(answer_class: AnswerClass, *, https: bool) -> Row:
    """The whole row. ``https`` says that this is the real site, reached by https."""
    policy, headers = MATRIX[answer_class]
    if https:
        hsts = f"max-age={HSTS_SECONDS}; includeSubDomains"
        return {
            **headers,
            "Content-Security-Policy": policy_text(policy),
            "Strict-Transport-Security": hsts,
        }
    policy = {name: values for name, values in policy.items() if name != "upgrade-insecure-requests"}
    return {**headers, "Content-Security-Policy": policy_text(policy)}


def of_static_file(headers: Headers, path: str, url: str) -> None:
    """Say how long one of WhiteNoise's files may be kept; the middleware adds the rest of its row."""
    if "immutable" in (headers["Cache-Control"] or ""):
        headers["Cache-Control"] = KEPT_FOR_A_YEAR
