"""What a school's text speaks of, where a word or an advice harms only of that. Pure: no Django."""

import re

from guidance import wording

_HARM = re.compile(
    r"\b(?:sex\w*|nudes?|naked|pictures?|images?|photos?|photographs?|webcams?|cameras?|live.?stream\w*|groom\w*|abus\w+|"
    r"exploit\w*|blackmail\w*|extort\w*|threat\w*|offenders?|pa?edophil\w+|predator\w*|perverts?|porn\w*|indecent|"
    r"strangers?|harm(?:s|ed|ing)?)\b",
    re.I,
)
_EVIDENCE = re.compile(
    r"\b(?:evidence|proof|messages?|chats?|conversations?|texts?|videos?|posts?|comments?)\b", re.I
)
_DELETE = r"\b(?:delet(?:e|es|ing)|eras(?:e|es|ing)|wip(?:e|es|ing)|get rid of)"
_NOT_USED = (
    r"(?:that |which )?(?:you|they|your child|your children) (?:no longer|do not|don[’']t|never|rarely) \w+"
)
_THINGS = r"(?:apps?|accounts?|games?|programs?|files?|profiles?)"
_TIDYING = re.compile(
    rf"{_DELETE}\s+(?:(?!and\b|or\b)[\w’'-]+\s+){{0,4}}?(?:cookies?|caches?|history|histories|junk|spam|contacts?|"
    r"(?:suspicious|unknown|unwanted|phishing|scam|fake|junk)\s+e-?mails?|"
    rf"(?:unused|old)\s+{_THINGS}|{_THINGS}\s+{_NOT_USED})\b",
    re.I,
)
_ASKING_THE_SENDER = re.compile(
    r"\b(?:ask|tell|get)(?:ing)?\s+(?:the\s+senders?|(?:(?:the\s+)?(?:person|people|someone|anyone)\s+who|whoever)\s+"
    r"(?:has\s+|have\s+)?(?:sent|posted|shared|uploaded|wrote|put)\b[^.,;]{0,40}?)\s+to\s+delete\b",
    re.I,
)


def speaks_of_harm(text: str) -> bool:
    """Whether ``text`` names something that may have been done to a child."""
    return bool(_HARM.search(text))


def is_meant(better: str, text: str) -> bool:
    """Whether a word for which ``better`` is to be said harms in ``text``: "engaged in" bullying does not."""
    return better not in wording.ONLY_OF_HARM or speaks_of_harm(text)


def without_tidying(text: str, around: str) -> str:
    """``text`` without advice to delete what is no evidence of the reader's own.

    That is what others sent; and cookies, junk or old apps, unless ``text`` names evidence too, or
    the words ``around`` it speak of harm.
    """
    text = _ASKING_THE_SENDER.sub(" ", text)
    return text if _EVIDENCE.search(text) or speaks_of_harm(around) else _TIDYING.sub(" ", text)
