"""Words that must not reach readers, and advice that must never be given. Pure: no Django.

``AVOID`` holds the words of the safety rules, part 3, and promises of removal (S16) and of no trouble
(S18). ``unsafe_advice`` holds S3, S5, S6, S7, and of S9 to pretend to be the child. Neither holds what
only somebody who reads the whole text can judge: "boyfriend", "girlfriend" and "lover", which are wrong
for an adult who offends and right for a teenager; "took", "sent", "explicit" and "scam"; "sextortion"
where it is not explained; a promise to keep a secret. How hard a text is to read is in
``guidance.readability``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from guidance import clauses
from guidance.readability import plain, sentences

NOT_PROSE = frozenset(
    "key slug owner deputy sources keywords url report_url info_url next_step_url exit_url to phone "
    "kind area group category channel days nations picture order band steps triggered_by "
    "first_line related figures figure service services action contact_email previous_names typed means "
    "facts asked_if not_asked_if if_nothing unit".split()
)


def reader_texts(value: Any) -> Iterator[str]:
    """Every text of an item (as plain dicts and lists) that readers see."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            if name not in NOT_PROSE:
                yield from reader_texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from reader_texts(inner)


@dataclass(frozen=True)
class Avoid:
    """A pattern of words that must not reach readers, and what to write instead.

    ``replaces``: it can stand in their very place, and the sentence is whole.
    ``only_of_harm``: on a page that others wrote, the words are found only beside harm to a child.
    """

    pattern: str
    instead: str
    replaces: bool = False
    only_of_harm: bool = False


_AFTER_AN_ARTICLE = r"(?:(?<=\ba )|(?<=\bthe )|(?<=\beach )|(?<=\bevery )|(?<=\bany ))"
_OFFENDER = r"(?:pa?edophile|predator|monster|pervert)"
# "Nobody can remove every copy", "Nobody can promise that every copy will go".
_UNLESS_NOBODY = r"(?<!nobody )(?<!no one )(?<!no service )(?<!not )(?<!never )"
_UNLESS_NO_PROMISE = r"(?<!not )(?<!never )(?<!promise )(?<!promise that )(?<!guarantee )(?<!guarantee that )"
_COPIES = r"(?:cop(?:y|ies)|pictures?|images?|photos?|videos?)"
_GO = r"(?:disappear|go(?: away)?(?! \w))"
_TAKE_DOWN = r"(?:remove|delete|erase|take down|get rid of)"
_TAKEN_DOWN = r"(?:removed|deleted|erased|taken down|gone)"
_NEVER = r"(?:will not|won['’]t|can['’]t|can ?not|never|not going to|nobody will|no one will|nobody can|no one can)"
# Explained, in quotes or in an address: "(often called sexting)", "“sexting”".
_SEXTING = r"""(?<!\bcalled )(?<!\bknown as )(?<![“‘"'(/-])sexting\b(?![”’"'/-])"""

AVOID = (
    Avoid(r"(?:child|kiddie) porn\w* is\b", "sexual images of children are", replaces=True),
    Avoid(r"child porn\w*|kiddie porn\w*", "sexual images of children", replaces=True),
    Avoid(r"revenge porn is\b", "sexual pictures shared without consent are", replaces=True),
    Avoid(r"revenge porn\b(?! helpline)", "sexual pictures shared without consent", replaces=True),
    Avoid(
        r"self-generated|selfies?", "a picture they were tricked or pressured into sending", only_of_harm=True
    ),
    Avoid(r"engaged? in|took part in|performed", "was made to, was tricked into", only_of_harm=True),
    Avoid(
        r"put (?:themselves|himself|herself) at risk|risky behaviour",
        "an offender targeted them",
        only_of_harm=True,
    ),
    Avoid(r"attention.seeking|promiscuous|naive|naïve", "an offender targeted them", only_of_harm=True),
    Avoid(r"you should have|why did you", "thank you for telling me", only_of_harm=True),
    Avoid(r"secretive", "may find it hard to tell you", only_of_harm=True),
    Avoid(r"victim.blaming\b(?! language)", "blaming the child", replaces=True),
    Avoid(r"victim.blaming language", "language that blames the child", replaces=True),
    Avoid(r"victims of\b", "children harmed by", replaces=True),
    Avoid(rf"{_AFTER_AN_ARTICLE}victim of\b", "child harmed by", replaces=True),
    Avoid(r"victims\b(?!['’])", "children who were harmed", replaces=True),
    Avoid(rf"{_AFTER_AN_ARTICLE}victim\b(?!['’])", "child who was harmed", replaces=True),
    Avoid(r"victim(?! support\b)\w*", "the child who was harmed"),
    Avoid(rf"an? {_OFFENDER}\b", "an offender", replaces=True, only_of_harm=True),
    Avoid(rf"{_OFFENDER}\b", "offender", replaces=True, only_of_harm=True),
    Avoid(rf"{_OFFENDER}s\b", "offenders", replaces=True, only_of_harm=True),
    Avoid(r"a predatory\b", "an abusive", replaces=True),
    Avoid(r"predatory\b", "abusive", replaces=True),
    Avoid(r"committed suicide", "died by suicide", replaces=True),
    Avoid(r"commit suicide", "die by suicide", replaces=True),
    Avoid(r"catfish\w*", "a criminal"),
    Avoid(r"an indecent", "a sexual", replaces=True),
    Avoid(r"lurid|indecent", "sexual", replaces=True),
    Avoid(r"only online|real abuse", "online and in person", only_of_harm=True),
    Avoid(r"in a relationship with an adult", "was groomed by"),
    Avoid(r"nothing to worry about|we will get it removed", "there is help", only_of_harm=True),
    Avoid(
        rf"{_UNLESS_NOBODY}(?:will|can) {_TAKE_DOWN} (?:(?:all|every)(?: [\w’'-]+){{0,3}}? {_COPIES}\b|"
        r"(?:[\w’'-]+ ){1,5}?from the (?:internet|web)\b(?! ?(?:site|page)))",
        "there is help",
    ),
    Avoid(
        rf"we (?:can )?(?:promise|guarantee)\b[^.?!;:\n]{{0,60}}?\b(?:{_TAKE_DOWN}|{_TAKEN_DOWN}|removal|will {_GO})\b",
        "there is help",
    ),
    Avoid(rf"{_UNLESS_NO_PROMISE}guarantee[sd]? (?:the |its |their |to be )?remov(?:al|ed)", "there is help"),
    Avoid(
        rf"{_UNLESS_NO_PROMISE}(?:all|every) (?:of )?(?:the )?{_COPIES} (?:will|can) (?:{_GO}|be {_TAKEN_DOWN})\b",
        "there is help",
    ),
    Avoid(
        rf"will be {_TAKEN_DOWN} (?:within|in \d|for good|for ever|completely|everywhere|from the internet)",
        "there is help",
    ),
    Avoid(
        rf"{_NEVER} (?:ever )?(?:be|get|end up|(?:get|put) (?:you|them|him|her|(?:your|the|a) child|anyone|anybody)) "
        r"in(?: ?to)? (?:any |serious |real )?trouble\b(?! with (?:me|us|you)\b)",
        "say honestly what the police look at",
    ),
    Avoid(
        rf"(?:you|they|child|children|young people|pupils|teenagers) {_NEVER} "
        r"(?:be (?:arrested|prosecuted)|get a criminal record)",
        "say honestly what the police look at",
    ),
    Avoid(
        rf"{_SEXTING}(?= (?:incidents?|cases?|concerns?|images?|pictures?|messages?|advice|guidance|polic(?:y|ies))\b)",
        "nude-sharing",
        replaces=True,
    ),
    Avoid(_SEXTING, "sharing nudes", replaces=True),
    Avoid(r"remove report\b", "Report Remove", replaces=True),
)
REPLACES = frozenset(rule.instead for rule in AVOID if rule.replaces)
ONLY_OF_HARM = frozenset(rule.instead for rule in AVOID if rule.only_of_harm)
# One pass over lower-case text: an edition is judged whenever it is built.
_AVOID = re.compile(r"\b(?:" + "|".join(rf"(?P<n{n}>{rule.pattern})" for n, rule in enumerate(AVOID)) + ")")
# What to say in place of advice that harms.
DO_NOT_DELETE = "do not delete anything (S5)"
DO_NOT_PRETEND = "do not pretend to be your child (S9)"
DO_NOT_CAPTURE = "a sentence that forbids it; pen and paper is our way (S6)"
DO_NOT_PAY = "do not pay, and if money was paid, pay no more (S7)"
LEAVE_PICTURES = "leave every picture where it is, and ask the police or CEOP (S3)"
# A capture of words alone, with no sexual picture in sight, is the one exception (I3).
_WORDS_ONLY = re.compile(r"\bscreenshot of words only\b.*\b(?:never|not|no)\b", re.I)
# The young person in the picture, and nobody else, may use a removal tool (S4).
_REMOVAL_TOOL = re.compile(
    r"\b(?:child|young person|they)\b.*\b(?:Report Remove|Take It Down|StopNCII)\b", re.I
)
_PICTURE = r"(?:pictures?|images?|photos?|photographs?|videos?|nudes?)\b"
_HANDLED = (
    r"(?:\b(?<!a )(?:copy|forward|send(?: on)?|share|save|download|print(?: out)?|upload|e-?mail|post|pass on|store|attach|"
    r"open|view|look (?:at|for)|screen ?shot|photograph|record|show)"
    r"|\b(?:by|start|try|consider|recommend|suggest) (?:copying|forwarding|sending|sharing|saving|downloading|printing)"
    r"|\b(?:take|make|keep) (?:a )?cop(?:y|ies) of)"
)
_DETERMINED = (
    r"\s+(?:(?:us|me|you|them|him|her)\s+)?"
    r"(?:(?:a|an|the|any|every|each|all|both|this|that|these|those|your|their|his|one|some|"
    r"(?:all|any|both|some|one|each) of|messages and|texts and)\s+)+"
)
# People share pictures every day: without an article only what keeps or inspects them counts, or
# what passes them to those who ask for evidence.
_KEPT = (
    r"\b(?:(?:save|copy|download|print out|store|photograph|screen ?shot)\s+(?:[\w’'-]+\s+){0,2}?"
    r"(?:pictures|images|imagery|photos|photographs|videos|nudes)|"
    r"(?:view|look (?:at|through))\s+(?:[\w’'-]+\s+){0,2}?(?:images|imagery|nudes))\b(?! (?:of|from|in) our\b)"
)
_PASSED = r"\b(?:send|share|forward|upload|e-?mail|show|bring|pass)"
_TO_THOSE_WHO_ASK = (
    r"(?:on )?(?:to|with) (?:us|(?:(?:the|your|a|our) )?(?:\w+ )?"
    r"(?:police|CEOP|school|teachers?|tutor|staff|office|lead|head))\b"
)
_DEVICE = (
    r"(?:screens?|phones?|chats?|conversations?|messages?|texts?|tablets?|devices?|laptops?|computers?)\b"
)
_OF_A_DEVICE = (
    rf"(?:the|your|their|his|her|a|any|each|every|this|that|all)\s+(?:[\w’'-]+\s+){{0,2}}?{_DEVICE}"
)
_FORBIDDEN = (
    (
        re.compile(
            r"\b(?:deletes?|deleting|factory.reset|wip(?:e|es|ing)|eras(?:e|es|ing))\b"
            r"|\bget rid of (?:the|any|all|these|those|every|it|them|everything)\b"
            r"|\b(?:clear|remove|uninstall)(?:s|ing)?\s+(?:(?:the|your|their|his|her|any|all|every)\s+)+(?:[\w’'-]+\s+)?"
            r"(?:chats?|messages?|history|apps?|accounts?)\b"
            r"|\breset\s+(?:the|your|their)\s+(?:phone|tablet|device|computer)\b",
            re.I,
        ),
        DO_NOT_DELETE,
    ),
    (
        re.compile(
            r"\bscreen[ -]?(?:shot|grab|capture|recording)(?:s|ted|ting)?\b|\bprint.?screen\b"
            r"|\bphotograph(?:s|ing)? it\b"
            rf"|\bphotograph(?:s|ing)?\s+{_OF_A_DEVICE}"
            r"|\b(?:film|record)(?:s|ing)?\s+(?:the|your|their)\s+(?:[\w’'-]+\s+)?screen\b"
            rf"|\b(?:photos?|photographs?|pictures?|snaps?|videos?)\s+of\s+{_OF_A_DEVICE}",
            re.I,
        ),
        DO_NOT_CAPTURE,
    ),
    (
        re.compile(r"\bpretend(?:s|ing)? to be (?:your|their|the) (?:child|son|daughter)\b", re.I),
        DO_NOT_PRETEND,
    ),
)
_HANDLING = re.compile(
    rf"{_HANDLED}{_DETERMINED}(?:[\w’'-]+\s+){{0,3}}?{_PICTURE}"
    rf"|{_KEPT}"
    rf"|{_PASSED}\s+(?:[\w’'-]+\s+){{0,2}}?{_PICTURE}\s+{_TO_THOSE_WHO_ASK}"
    r"|\b(?:copy|forward|forwarding|download) (?:it|them)\b|\b(?:send|pass) (?:it|them) on\b(?! to (?:nobody|no one))",
    re.I,
)

_BLACKMAILER = (
    r"(?:them|him|her|(?:the |a |your )?(?:\w+ )?"
    r"(?:blackmailers?|criminals?|offenders?|scammers?|extortion\w*|person|gang))\b"
)
_DEMANDED = (
    r"(?:what(?:ever)? (?:they|he|she|the \w+) (?:\w+ )?(?:ask|want|demand)\w*|"
    r"(?:the|their|his|her) (?:\w+ )?(?:ransom|demands?|threats?))\b"
)
# Schools ask parents to pay the money for a trip.
_MONEY = (
    r"(?:(?:the|some|any|more|all the|half the) (?:money|cash)\b(?! (?:for|by|in|at|on|online|through|via|to)\b)|"
    r"(?:money|bitcoin|gift cards?)\b)"
)
_PAYING = re.compile(
    r"\b(?:pay|(?:by|start|try|consider|recommend|suggest) paying)\s+"
    rf"(?:up\b|(?:off )?{_BLACKMAILER}|{_DEMANDED}|{_MONEY})"
    rf"|\b(?:send|transfer|wire|buy)\s+{_BLACKMAILER}\s+(?:\w+ )?{_MONEY}"
    rf"|\b(?:give|send)\s+{_BLACKMAILER}\s+{_DEMANDED}|\b(?:give in to|agree to|meet) {_DEMANDED}"
    r"|\b(?:bargain|negotiate|haggle) (?:with|over|about|for)\b",
    re.I,
)
# "If you pay them, they may ask for more" says what comes of it.
_SUPPOSES = re.compile(
    r"\b(?:if|when|whether|once|after|before|unless) (?:you|they|he|she|(?:your|the|a) child|people|anyone|someone)(?: \w+)? $",
    re.I,
)


def to_avoid(text: str) -> list[tuple[str, str]]:
    """Words in ``text`` that readers must not meet, each with what to write instead."""
    words = plain(text)
    found = [
        (words[match.start() : match.end()], AVOID[int((match.lastgroup or "")[1:])].instead)
        for match in _AVOID.finditer(words.lower())
    ]
    if "!" in words:
        found.append(("!", "a full stop"))
    return found


def unsafe_advice(text: str) -> list[tuple[str, str]]:
    """Sentences that advise to delete, to capture or handle a picture or to pay, each with what to say."""
    named = text.replace("{report_remove}", "Report Remove").replace("{take_it_down}", "Take It Down")
    return [(sentence, instead) for sentence in sentences(named) for instead in _advised_against(sentence)]


def _advised_against(sentence: str) -> Iterator[str]:
    for pattern, instead in _FORBIDDEN:
        if not _WORDS_ONLY.search(sentence) and any(
            not clauses.forbids(sentence, named.start()) for named in pattern.finditer(sentence)
        ):
            yield instead
    if not _REMOVAL_TOOL.search(sentence) and any(
        _is_advised(sentence, named) for named in _HANDLING.finditer(sentence)
    ):
        yield LEAVE_PICTURES
    if any(
        _is_advised(sentence, named) and not _SUPPOSES.search(sentence[: named.start()][-60:])
        for named in _PAYING.finditer(sentence)
    ):
        yield DO_NOT_PAY


def _is_advised(sentence: str, named: re.Match[str]) -> bool:
    return not clauses.forbids(sentence, named.start()) and not clauses.describes(
        sentence, named.start(), named.end()
    )
