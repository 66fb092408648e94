"""Whether a sentence forbids or describes what it names, or advises it. Pure: no Django.

Both answers are about one place in a sentence, where something that harms is named. A word such as
"not" holds until a new order begins: "Do not reply, take a screenshot" forbids to reply alone, and
"Do not copy, save or send it" forbids all three. Where a sentence can be read both ways it counts as
advice, because a sentence can be written more plainly, and a parent reads it once.
"""

import re

# A rule that looks further back takes time by the square of the length.
_WINDOW = 200
# Who does it is named in the ten words before.
_NEARBY = 100
_LEAVES_OUT = r"without|instead of|rather than"
FORBIDS = re.compile(
    rf"\b(?:not|never|nobody|no one|nowhere|neither|nor|no (?:member|adult)|under no|avoid|{_LEAVES_OUT})\b|n[’']t\b",
    re.I,
)
_NOT = re.compile(rf"{FORBIDS.pattern}|\bcannot\b", re.I)
# "Do not forget to …", "It is not wrong to …" and "Why not …?" advise it.
_URGES = re.compile(
    r"\s+(?:be |feel |do any )?(?:hesitate|forget|wait|delay|fail|afraid|scared|shy|embarrassed|too late|only|wrong|hurt|"
    r"harm\w*|(?:an? )?(?:problem|crime|offence)|illegal|against the law)\b",
    re.I,
)
_NO_ORDER = re.compile(r"\b(?:why|or)\s+$|\bwho\s+(?:do|does|did|has|have|had)\s*$", re.I)
_LAW = re.compile(
    r"\b(?:against the law|illegal|unlawful|(?:an? )?(?:\w+ )?(?:offence|crime)) (?:for \w+(?: \w+)? )?to\b",
    re.I,
)
_DENIED = re.compile(r"(?:\bnot|\bnever|n[’']t)\s+$", re.I)
# What such a word forbids ends here: "If you have not told anyone, …", "Do not reply, but …".
_CONDITION = re.compile(r"^(?:if|when|while|once|because|since|as|although|unless|until)\b[^,]*,", re.I)
_NEW_CLAUSE = re.compile(r"\bbut\b|\bthen\b|\s[–—-]\s", re.I)
# "Do not block them until you have …" advises it.
_FIRST = re.compile(rf"\b(?:until|till|before|unless|{_LEAVES_OUT})\b", re.I)
# "You must not, for any reason, …"
_ASIDE = re.compile(r"\s*,(?! ever\b)[^,]{0,60},", re.I)
_HARMS = (
    r"(?:cop(?:y|ies|ying)|forward(?:s|ing)?|send(?:s|ing)?|shar(?:e|es|ing)|sav(?:e|es|ing)|download(?:s|ing)?|"
    r"print(?:s|ing)?|upload(?:s|ing)?|e-?mail(?:s|ing)?|post(?:s|ing)?|pass(?:es|ing)?|stor(?:e|es|ing)|"
    r"attach(?:es|ing)?|open(?:s|ing)?|view(?:s|ing)?|look(?:s|ing)?|screen ?shot(?:ting)?|screen ?grab|"
    r"photograph(?:s|ing)?|record(?:s|ing)?|show(?:s|ing)?|mov(?:e|es|ing)|search(?:es|ing)?)"
)
_MORE_HARMS = (
    rf"(?:{_HARMS}|(?:delet|wip|eras|tak|mak)(?:e|es|ing)|keep|get|ask|pay|reply|answer|have|hide|try)"
)
_HELPS = r"(?:tell|report|block|call|ring|contact|talk|speak|write|note|stop|bring|give|use|let|help|leave)"
_TO_READERS = (
    r"(?:please|instead|just|simply|also|always|first|next|now|quickly|immediately|do|you|we|he|she|they|parents|"
    r"carers|pupils|staff|someone|somebody|should|must|can|could|need to|try to|remember to|"
    r"it is (?:best|better|good|safest|important|a good idea) to)"
)
_AND = r"(?:\s*,\s*(?:and|so)\s+|\s+(?:and|so|&|\+)\s+)"
_VERB = rf"(?:{_MORE_HARMS}|{_HELPS})\b"
_LISTED = rf"\s*(?P<listed>[,(])\s*{_VERB}"
_TO_READERS_NOW = rf"(?:{_AND}|\s*[,(]\s*){_TO_READERS}\s+(?!not\b|never\b)[a-z]"
_NEW_ORDER = re.compile(rf"{_LISTED}|{_TO_READERS_NOW}|{_AND}{_VERB}", re.I)
# Others do one thing "and save" another, so a verb after "and" orders nothing here.
_NEW_ORDER_AFTER_OTHERS = re.compile(rf"{_LISTED}|{_TO_READERS_NOW}|(?:,\s*|\s+)so\s+{_VERB}", re.I)
_NEXT = re.compile(
    rf"\b(?P<word>or|nor|and)\s+(?:to\s+|even\s+)?(?:(?P<harms>{_MORE_HARMS})|{_HELPS})\b", re.I
)
_SHARED_OBJECT = re.compile(rf"\s+(?:be\s+)?(?:{_HARMS}\s*,\s*)*{_HARMS},?\s+(?:and|or)\s+", re.I)

# Who describes a wrong advises nothing: the person who threatens, asks or may do it.
_NEAR = r"(?:\W+[\w’'-]+){0,6}\W*$"
_THREATENS = re.compile(rf"\b(?:threat(?:en\w*|s? to)){_NEAR}", re.I)
_OTHERS = (
    r"(?:they|he|she|people|someone|somebody|anyone|others|friends?|offenders?|criminals?|strangers?|blackmailers?|abusers?|"
    r"under-18s)"
)
_PRESSES = re.compile(
    rf"\b{_OTHERS}\b(?:\W+[\w’'-]+){{0,3}}?\W+(?:ask|want|tell|told|say|said|demand|force|press|trick|persuad|coax)\w*{_NEAR}"
    rf"|\b(?:wants|asks|asked|pressure\w*|tricked|forced|persuaded){_NEAR}",
    re.I,
)
_TRUSTED = re.compile(r"\b(?:we|us|our|schools?|police|officers?|teachers?|staff|CEOP|lead)\b", re.I)
_DONE_BY_OTHERS = re.compile(rf"\b{_OTHERS}\b{_NEAR}|\bwho(?:\W+[\w’'-]+){{0,3}}\W*$", re.I)
# They alone may, and nothing may stand between them and what they do: "Call the police and save it".
_LAWFUL = re.compile(
    r"\b(?:police|officers|CEOP|IWF|Foundation|Childline)(?: (?:staff|officers|may|might|will|can|needs?|have|has|to|also))*\s+$",
    re.I,
)
_GUESSED = re.compile(rf"\b(?:may|might)\b{_NEAR}", re.I)
_READERS = re.compile(r"\b(?:you|we|parents?|carers?|staff|teachers?|schools?|governors?|please)\b", re.I)
_ADVISES = re.compile(
    r"\b(?:should|needs? to|ought to)\b|\b(?<!others )(?<!other people )(?<!offenders )(?<!criminals )can\b"
    r"|\b(?<!they )(?<!they may )(?:must|has to|have to)\b",
    re.I,
)
_FINDERS = re.compile(
    r"\bwho(?:ever)? (?:have |has |are |is |been )*(?:find|found|receiv|get|got|see|sent|come|discover|know|worr|concern)",
    re.I,
)
_FOR_PROOF = re.compile(
    r"^[^,]{0,80}\b(?:(?:as|for) (?:evidence|proof)|to (?:us|the police|CEOP|see (?:whether|if)))\b", re.I
)
_ASKS_SOMEONE_TO = re.compile(
    r"(?:^|\bplease |\byou (?:can|could|should|may) |\band |\b(?:should|must) )"
    r"(?:ask|tell|let|get|help|have|encourage|invite|remind|advise|allow|make sure)\b",
    re.I,
)


def forbids(sentence: str, start: int) -> bool:
    """Whether the sentence forbids what stands at ``start``, or says that the law does."""
    begin = _clause_start(sentence, start)
    words: list[re.Match[str]] = []
    for word in _NOT.finditer(sentence, begin, start):
        twice = _FIRST.fullmatch(word[0]) and any(_reaches(sentence, w, word.start()) for w in words)
        if not twice and not _urges(sentence, word):
            words.append(word)
    laws = [
        law
        for law in _LAW.finditer(sentence, begin, start)
        if not _DENIED.search(_just_before(sentence, law.start()))
    ]
    return any(_reaches(sentence, word, start) for word in (*words, *laws))


def describes(sentence: str, start: int, end: int) -> bool:
    """Whether the sentence says that others do, ask or threaten what stands from ``start`` to ``end``."""
    begin = max(_clause_start(sentence, start), start - _NEARBY)
    orders = _new_orders(sentence, begin, start, _NEW_ORDER_AFTER_OTHERS, ("or", "nor", "and"))
    before = sentence[max([begin, *orders]) : start]
    if _THREATENS.search(before) or _LAWFUL.search(before):
        return True
    if _ASKS_SOMEONE_TO.search(before):
        return False
    if _PRESSES.search(before) and not _TRUSTED.search(before):
        return True
    if _ADVISES.search(before) or _FINDERS.search(before) or _FOR_PROOF.search(sentence[end : end + 100]):
        return False
    others = _DONE_BY_OTHERS.search(before)
    readers = _READERS.search(before, others.start() if others else 0)
    return bool(others or _GUESSED.search(before)) and not readers


def _clause_start(sentence: str, start: int) -> int:
    """Where the clause begins in which ``start`` stands, after a condition at the start of the sentence."""
    condition = _CONDITION.match(sentence, 0, start)
    begin = max(condition.end() if condition else 0, start - _WINDOW)
    return max([begin, *(found.end() for found in _NEW_CLAUSE.finditer(sentence, begin, start))])


def _urges(sentence: str, word: re.Match[str]) -> bool:
    """Whether "not" is here part of an order to do something, or of words about someone else."""
    return bool(_URGES.match(sentence, word.end()) or _NO_ORDER.search(_just_before(sentence, word.start())))


def _reaches(sentence: str, word: re.Match[str], start: int) -> bool:
    """Whether what ``word`` forbids goes on up to ``start``."""
    if _SHARED_OBJECT.fullmatch(sentence, word.end(), start):
        return True
    aside = _ASIDE.match(sentence, word.end(), start)
    since = aside.end() if aside else word.end()
    return not _FIRST.search(sentence, since, start) and not _new_orders(
        sentence, since, start, _NEW_ORDER, ("or", "nor")
    )


def _new_orders(
    sentence: str, since: int, start: int, pattern: re.Pattern[str], joins: tuple[str, ...]
) -> list[int]:
    """Where orders begin before ``start``, but for verbs in a list that one of the words ``joins``."""
    orders = (found for found in pattern.finditer(sentence, since, start + _WINDOW) if found.start() < start)
    return [
        found.start() for found in orders if not (found["listed"] and _joined(sentence, found.end(), joins))
    ]


def _joined(sentence: str, end: int, joins: tuple[str, ...]) -> bool:
    """Whether the next verb that a word joins to the list is one that harms, and the word one of ``joins``."""
    following = _NEXT.search(sentence, end, end + _WINDOW)
    return bool(following and following["harms"] and following["word"].lower() in joins)


def _just_before(sentence: str, at: int) -> str:
    return sentence[max(0, at - 20) : at]
