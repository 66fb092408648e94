"""The words by which ``contact.care`` tells that a child may be at risk, or that somebody is named. Pure.

They are patterns on text with single spaces and straight apostrophes. None looks more than a few
words ahead, so that a long text takes no longer than its length asks for.
"""

from typing import Final

_MENTION: Final = r"(?:[\w']{1,15} ){0,3}"  # "a few", "him some", "my daughter for"
_NOT: Final = r"(?:not|no longer|\w{1,6}n't|dont|doesnt|didnt|isnt)"
_ONESELF: Final = r"(?:my|your|him|her|them|our)[ -]?sel(?:f|ves)"
_PICTURES: Final = r"(?:nudes?|naked|pics?|pictures?|photos?|images?|videos?|clips?|selfies?|webcams?)"
_WHOSE: Final = r"(?:my|his|her|their|our)"
_PARENT: Final = (
    "mum|mummy|mam|mother|dad|daddy|father|stepdad|stepmum|stepfather|stepmother|uncle|aunt|auntie|"
    "grandad|grandpa|grandma|nan"
)
_KIN: Final = (
    "sons?|daughters?|child|children|kids?|boys?|girls?|lads?|teens?|teenagers?|toddlers?|babies|baby|grandsons?|"
    "granddaughters?|grandchild|grandchildren|niece|nephew|cousins?|brothers?|sisters?|stepsons?|stepdaughters?|"
    "friends?|mate|pupils?|students?|boyfriend|girlfriend"
)

# These need nobody beside them.
ALONE: Final = (
    r"suicid\w*|sucid\w*|suicde|suiside|unaliv\w+|kms",
    r"(?:want|wants|wanted|wanting|wanna|wish|wishes|like|ready|rather|try|tries|tried|trying|going) (?:to )?"
    r"(?:die|be dead|end it)",
    r"wish(?:es|ed)? (?:i|he|she|they) (?:was|were) dead|better off dead|(?:reason|nothing) to live",
    rf"{_NOT} wan(?:t|ts|ted|na) (?:to )?(?:live|be here|be alive|exist|wake up|go on)",
    rf"(?:kill\w*|cut\w*|hurt\w*|harm\w*|hang\w*|burn\w*|starv\w+) {_ONESELF}|self[ -]?harm\w*|overdos\w*",
    r"(?:i'm|im|i am|he's|she's|he is|she is|they're|they are) (?:going to|gonna|about to) jump",
    r"(?:can't|cant|cannot|can not) (?:do|take|bear|stand|face) (?:it|this|life|living) (?:all )?(?:any ?more|any longer)",
    r"no point (?:in (?:living|life|going on|anything)|to (?:life|living|anything)|any ?more|going on)",
    rf"cut\w* {_WHOSE} (?:arm|leg|wrist|thigh)s?",
    rf"(?:end|ends|ended|ending|take|takes|took|taken|taking) {_WHOSE} (?:own )?(?:life|lives)",
    r"black[ -]?mail\w*|blackmal\w*|sextort\w*|extort\w*",
    r"groom(?:s|ed|er|ers|ing)?|rap(?:e|ed|es|ing|ist)|molest\w*|traffick\w*|abus(?:ed|es|er|ers|ing)",
    r"(?:touch(?:es|ed|ing)|hits?|hitting|beats?|beating|punch\w*|kick\w*|slap\w*|strangl\w+|chok\w+) "
    rf"(?:me|him|her|them|us|(?:{_WHOSE} )?(?:{_PARENT})|{_WHOSE} (?:{_KIN}))",
    r"(?:do|does|did|doing) (?:bad |horrible |weird |sexual |nasty )?(?:things|stuff|something) to (?:me|him|her|them|us|"
    rf"{_WHOSE} (?:{_KIN}))",
    r"(?:come|comes|came|coming|creeps?|sneaks?) (?:in|into|in to) (?:my|his|her|their|our) (?:bed|bedroom|room)",
    r"what (?:is |are )?(?:she|he|they|i|you)(?:'s|'re|'m| is| are| am|) (?:wearing|got on)|what (?:i'm|im) wearing",
    rf"(?:sen[dt]|sends|sending|shar(?:e|ed|es|ing)|post(?:ed|s|ing)?|leak\w*|ask\w*) {_MENTION}(?:nudes?|naked)",
    r"(?:he|she|they|who|someone|somebody|man|boy|girl)(?:'s|'ll|'re| will| would| is| are| keeps?| gonna| going to){1,3} "
    r"(?:post|shar|send|leak|publish|spread|show)(?:e|ing)? (?:them|it|these|everything|the)",
    r"help me|please help|what (?:do|should|can) (?:i|we) do|in danger|urgent\w*|right now|emergency",
)

# Of a child: harmless of the page or of whoever writes.
CHILDREN: Final = (
    rf"(?:my|our|his|her|their|a|the|this|another) (?:\w{{1,20}} )?(?:{_KIN})",
    r"children|kids|sons|daughters|boys|girls|teens|teenagers|grandchildren|brothers|sisters|pupils|students",
    r"he|she|him|her|he's|she's",
    r"1?\d ?(?:yo|y/o|yrs?)|(?:years?|yrs?)[ -]olds?|aged? 1?\d",
    r"(?-i:(?:[Mm]y|[Oo]ur) [A-Z][a-z]+)",
)
OF_A_CHILD: Final = (
    rf"{_PICTURES}|live ?stream\w*|sex\w*|porn\w*|threat\w*|missing|dead|died|strangers?|pregnant|attack\w*",
    r"abus\w*|bull(?:y|ied|ies|ying)|(?:older|adult|grown) (?:man|men|boy|guy)",
)

# Of a child, and of whoever writes.
ANYBODY: Final = (*CHILDREN, r"i|i'm|im|i've|me|we|we're|us|they|they're|them|someone|somebody")
OF_ANYBODY: Final = (
    rf"threaten\w*|scared|frightened|terrified|hurt\w*|nudes?|naked|{_NOT} (?:feel )?safe|unsafe|stalk\w*",
    rf"(?:{_NOT}|cant) (?:cope|go on)|pills|tablets|paracetamol|undress\w*|gift ?cards?|(?:make|made)s? (?:me|him|her) do",
    r"meet(?:s|ing)? (?:up with )?(?:him|her|them|someone|somebody|a (?:man|boy|girl|stranger)|"
    rf"{_WHOSE} (?:{_KIN}))",
    rf"(?:run|runs|ran|running) away|{_NOT} (?:come|came|been|returned) (?:back )?home|(?:gone|went) missing",
    r"(?:come|came|go|went|gone|invit\w+) (?:over |round )?(?:to|round) (?:his|her|their) (?:house|home|flat|place|car)",
    r"(?:turn|switch|put|have|keep)(?:s|ed|ing)? (?:on (?:the|my|his|her|their) (?:cam|camera|webcam)|"
    r"(?:the|my|his|her|their) (?:cam|camera|webcam) on)",
    r"(?:met|meets|knows|talks to|talking to|chats to|chatting to|messaging) (?:\w{1,12} )?(?:on|in|through|via|over) "
    r"(?:roblox|fortnite|minecraft|snapchat|snap|insta|instagram|tiktok|discord|whatsapp|telegram|facebook|"
    r"omegle|steam|xbox|playstation|twitch|kik|wizz|a game|an app|a chat|the internet)|met online",
    rf"messag(?:es|ed|ing) (?:me|him|her|them|{_WHOSE} (?:\w{{1,12}} )?(?:{_KIN}))",
    rf"(?:sen[dt]|sends|sending) (?:him|her|them|someone|somebody|a man|a boy|a stranger) {_MENTION}{_PICTURES}",
    rf"{_PICTURES} (?:of (?:me|us|him|her|them|my|our)|to (?:him|her|them|a man|a boy|someone|somebody|strangers?))",
    rf"(?:{_NOT}|unless|until|have to|had to|must) (?:(?:we|i|he|she|they) )?pay",
    r"(?:want|demand|ask)(?:s|ed|ing)? (?:for )?(?:more )?money|paid (?:him|her|them)",
)

# The page is meant, unless somebody looks for it: "the suicide page", "your section on threats".
_TOPIC: Final = (
    r"(?:sexual |online |child ){0,2}"
    r"(?:suicide|self[ -]harm|blackmail|sextortion|grooming|threats?|abuse|emergency)(?: online)?"
)
_PLACE: Final = "(?:pages?|sections?|articles?|leaflets?|posters?|headings?|titles?|numbers?|buttons?)"
ABOUT_A_PAGE: Final = (
    r"(?<!find )(?<!need )(?<!want )(?<!looking for )(?<!searching for )(?<!where is )"
    r"(?:^|(?:the|this|that|your|a) )(?:\w{1,12} )?"
    rf'(?:"?{_TOPIC}"? {_PLACE}|{_PLACE} (?:(?:on|about|called|named) )?"?{_TOPIC}"?)',
)

# Words with a capital letter that are no names of people.
_NO_NAMES: Final = "|".join(
    """
    A About Act Add After Again All Also Am An And Android Any Apple April Are As Ask At August Be Because Before
    Britain British But By Call Can Catholic Child Childline Children Christian Christmas Chrome Clear Could
    Crimestoppers Dad December Dear Did Discord Do Down Easter Emergency England English Every Everything
    Excellent Facebook Family February Find Firefox First For Foundation Fraud Friday From Get God Good Google Great Happy
    Have He Hello Help Helpline Her Hi His How I If In Instagram Internet Ireland Irish Is It January July June
    Just Kind Kingdom Leave Life Line London Made Make March Matters May Minecraft Monday More Mum Muslim My
    Nation National Net New No North Northern Not Nothing November Now October Of Ofcom On Online Or Our Page
    Parents Playstation Please Police Read Remove Report Revenge Roblox Safari Safe Safer Safety Samaritans Samsung
    Saturday School Scotland Scottish See Send September Service Sexual She Shore Should Shout Site Snapchat So
    Some South Stay Steam Stop Sunday Take Talk Telegram Thank Thanks That The Their Then There These They
    Things This Thursday To Too Trust Tuesday Twitter United Useful Very Visit Wales Was Watch We Wednesday Welsh
    Were West What When Where Which Who Why Will Windows Wish With Works Would Xbox Year Yes You Your
    Advice Anybody Anyone Aunt Both Brother Button Card Cards Daughter Everybody Everyone Father Friends
    Grandad Grandma Information Kids Leaflets Letters Link Links Many Menu Mine Most Mother Nan Nobody Number One
    Other Others Pages Poster Posters Pupils Search Sister Somebody Someone Son Staff Students Teacher Teachers
    Text Uncle
    """.split()
)
_NAME: Final = rf"(?!(?:{_NO_NAMES})\b)(?:O'|Mc|Mac|D')?[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]{{1,20}}(?!\w)"
# What people do, and pages do not.
_DID: Final = (
    "(?:told|tells|said|says|saw|sees|sent|sends|asked|asks|wants|wanted|thinks|thought|"
    "met|hits|hit|hurts|hurt|messaged|messages|texted|texts|cried|cries|lives|"
    "posted|shared|threatened|touched|touches|is my|was my|is his|is her|and I)"
)
_RELATIVES: Final = rf"(?i:{_KIN}|{_PARENT}|partner|ex|husband|wife|teacher|coach|tutor|neighbour|classmate)"
PERSONAL: Final = (
    r"[\w.+-]@[\w-]+\.\w",
    r"(?i:\w (?:at [\w-]{1,40} (?:dot|\(dot\)|\[dot\]) \w|at (?:gmail|hotmail|outlook|yahoo|icloud)\b|(?:\(at\)|\[at\]) ?\w))",
    r"\b(?i:[A-Z]{1,2}\d[A-Z\d]? ?\d(?-i:(?!st|nd|rd|th))[ABD-HJLNP-UW-Z]{2})\b",  # a postcode, and no "2nd"
    r"(?i:\b(?:my|our|his|her) (?:home )?(?:postcode|post code|address|(?:phone |mobile )?number) is \w)",
    r"(?i:(?<!pupils )(?<!students )(?<!children )(?<!class )\bin (?:year|yr) ?1?\d "
    r"(?:told|said|says|sent|sends|did|does|is|was|has|keeps|and)\b)",
    r"(?:\+|\b)\d(?: ?[().-]{0,2} ?\d){8,14}\b",
    r"(?i:\b(?:my|his|her|their|child's|son's|daughter's) (?:full |real |first )?(?:name is|name's|names) \w)",
    rf"\b(?:called|named|I'm|I am|[Mm]y|[Oo]ur) {_NAME}",
    rf"(?:^|[.!?,;:] |\b(?:and|but|that|because|when|if|then|so) ){_NAME} {_DID}\b",
    rf"\b(?:told|asked|with|from|to|by|about|and|for) {_NAME} (?:and I|and me|{_DID})\b",
    rf"\b(?:Mr|Mrs|Ms|Miss|Dr)\b\.? {_NAME}",
    rf"\b{_RELATIVES},? {_NAME}",
    rf"\b{_NAME} {_NAME}",
    r"(?<!\w)@\w{3}",
    r"(?i:\b(?:snap(?:chat)?|insta(?:gram)?|discord|tiktok|username) ?(?:is\b|:|name\b) ?\S)",
)
