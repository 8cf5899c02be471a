"""How mails begin, end, quote and disclaim, and how people ask, in Swedish, English, Norwegian and Danish."""

from __future__ import annotations

import re
from typing import Final


def _either(*patterns: str) -> str:
    """Return a pattern for one of several, written one a line so that a reader can add to them."""
    return f"(?:{'|'.join(patterns)})"


def _compiled(*patterns: str, flags: int = 0) -> re.Pattern[str]:
    return re.compile(_either(*patterns), re.IGNORECASE | flags)


_NAME = r"[A-ZÅÄÖÆØ][\w.'’-]*"

QUOTED_LINE: Final = re.compile(r"\s{0,3}[>|]")
HEADER_LINE: Final = re.compile(
    r"\s{0,3}\*?"
    + _either(
        "från|fra|from|till|til|to|kopia|cc|bcc|reply-to",
        "skickat|sendt|sent|datum|dato|date",
        "ämne|emne|subject|re|sv|vb|fw|fwd|svar|vidarebefordrat",
        "bilagor?|vedlegg|attachments?",
    )
    + r"\*?\s{0,3}:\s",
    re.IGNORECASE,
)
THREAD_START: Final = re.compile(
    r"^\s{0,3}"
    + _either(
        r"-{2,}\s{0,3}(?:ursprungligt meddelande|vidarebefordrat (?:meddelande|brev))",
        r"-{2,}\s{0,3}(?:original message|forwarded message)",
        r"-{2,}\s{0,3}(?:opprinnelig melding|oprindelig meddelelse|videresendt melding)",
        r"_{10,}\s*$",
        r"(?:den|on|på|\d{4}-\d\d-\d\d|\w{3,4} \d{1,2})\s.{4,80}\s(?:skrev|wrote)\b.{0,80}$",
        r"(?:från|from|fra):\s.{2,120}(?:@|\[|<).{0,120}$",
        r"begin forwarded message|börja vidarebefordrat",
    ),
    re.IGNORECASE,
)
SIGNATURE_MARK: Final = re.compile(r"\s{0,3}(?:--|—|_{3,}|={3,}|\*{3,})\s*$")
_CLOSING: Final = _either(
    r"(?:med\s+)?(?:vänliga?|bästa|varma|hjärtliga|många|soliga)\s+hälsning(?:ar)?|hälsningar|hälsn|hels|mvh|m\.v\.h|vh",
    r"(?:med\s+)?(?:vennlig|venlig)\s+hilsen|(?:de\s+)?bedste\s+hilsner|beste hilsen|mange\s+hilsner|hilsen",
    r"bästa|vänligen|allt gott|ha det (?:gott|fint|bra)|ha en (?:fin|bra|trevlig)\b.{0,30}",
    r"tack på förhand|på förhand tack|(?:stort|tusen|många) tack(?: på förhand)?|tack så mycket",
    r"tack för hjälpen|tack så länge",
    r"tack|på forhånd takk?|takk|tak",
    r"(?:best|kind|kindest|warm|warmest|many)\s+regards|regards|best wishes|all the best|cheers|best",
    r"sincerely(?: yours)?|yours (?:sincerely|faithfully|truly)|looking forward to .{0,60}",
    r"(?:many )?thanks(?: in advance| a lot| so much)?|thank you(?: in advance| very much)?",
    r"skickat från min .{0,30}|sent from my .{0,30}|(?:hämta|get) outlook .{0,30}",
)
CLOSINGS: Final = re.compile(
    rf"\s{{0,3}}(?i:{_CLOSING})\s{{0,3}}[,.!/]{{0,3}}(?:\s{{0,3}}{_NAME}(?:\s[\w.-]+){{0,3}})?\s*$"
)
_WORD_OF_GREETING: Final = _either(
    r"hej(?:san)?|hei|hejsa|hallå|god\s?(?:morgon|dag|kväll|eftermiddag)|tjena|kära|bästa",
    r"hello|hi(?:\s+there)?|hey|dear|good\s+(?:morning|afternoon|evening|day)|to\s+whom\s+it\s+may\s+concern",
)
_TO_WHOM: Final = rf"(?:[ ,]+{_NAME}(?:\s+(?:och|and|&|og)?\s*{_NAME}){{0,4}})?"
_PLEASANTRY: Final = _either(
    r"(?:jag\s+)?hoppas\s+(?:att\s+)?(?:allt|du|ni|det|helgen|veckan)\b[^.!?\n]{0,60}[.!?]",
    r"(?:i\s+)?hope\s+(?:you|this|all|everything)\b[^.!?\n]{0,80}[.!?]",
    r"(?:tack|takk|tak|thanks|thank\s+you)\s+(?:för|for)\s+(?:senast|sist|mötet|samtalet|your|the|ditt|ert|din)\b"
    r"[^.!?\n]{0,60}[.!?]",
)
GREETING: Final = re.compile(
    rf"\s*(?:(?i:{_WORD_OF_GREETING})(?:\s+(?:på\s+(?:er|dig)|igen|alla|all|again|team|everyone|där))?{_TO_WHOM}"
    rf"\s{{0,3}}(?:[,!.:–-]+|$)\s*|(?i:{_PLEASANTRY})\s*)+"
)
SUBJECT_PREFIX: Final = re.compile(
    r"\s*(?:(?:re|sv|vb|fw|fwd|svar|fråga|förfrågan|question|enquiry|inquiry)\s?:\s*)+", re.IGNORECASE
)
_WITH_THIS: Final = r"(?:\s+med\s+(?:följande|detta|det här))?"
# Sentences that only announce a request.
ANNOUNCEMENT: Final = re.compile(
    r"(?:^|(?<=[.!?:]\s))"
    + _either(
        r"(?:vårt|vårat|mitt)\s+(?:behov|ärende|problem)\s+är\s+(?:följande|detta|det här)",
        rf"vi\s+(?:undrar|hoppas|hörde)\s+(?:om\s+|att\s+)?ni\s+kan\s+hjälpa\s+oss{_WITH_THIS}",
        rf"kan\s+ni\s+hjälpa\s+(?:oss|till){_WITH_THIS}|vi\s+behöver\s+hjälp(?:\s+med\s+följande)?",
        r"(?:our\s+(?:request|need|question)(?:\s+is)?:?\s*)?we\s+need\s+help(?:\s+with\s+the\s+following)?",
        r"(?:can|could)\s+you\s+help(?:\s+us)?(?:\s+with\s+(?:the\s+following|this))?",
        r"our\s+(?:request|need|question)\s+is\s+(?:the\s+following|as\s+follows)",
    )
    + r"\s{0,2}[.:?!]\s*",
    re.IGNORECASE | re.MULTILINE,
)
CONTACT_LINE: Final = re.compile(
    r"\s{0,3}"
    + _either(
        r"(?:tel(?:efon|efonnummer)?|tlf|mob(?:il|ile)?|phone|direkt|direct|växel|fax)\b\.?\s{0,3}:?\s{0,3}[+\d].{0,80}",
        r"(?:e-?post|e-?mail|mejl|webb?|hemsida|website|linkedin)\s{0,3}:\s{0,3}\S.{0,80}",
        r"(?:adress|address|besöksadress|postadress|org\.?\s?-?nr|organisationsnummer|cvr)\s{0,3}:?\s{0,3}\S.{0,80}",
        r"\+?[\d\s().-]{8,24}|(?:https?://|www\.)\S{3,120}|[\w.+-]{1,64}@[\w.-]{3,120}",
    )
    + r"\s*$",
    re.IGNORECASE,
)
DISCLAIMER: Final = _compiled(
    r"(?:this|the)\s+(?:e-?mail|message|communication)\b.{0,80}\b(?:confidential|privileged|intended)",
    r"intended\s+(?:solely\s+|only\s+)?for\s+the\s+(?:use|addressee|recipient|individual|person)|intended\s+recipient",
    r"received\s+this\s+(?:e-?mail|message)\s+in\s+error|unauthori[sz]ed\s+(?:use|disclosure|copying)",
    r"(?:detta|denna)\s+(?:e-?post\w*|e-?brev|mejl|mail|meddelande)\b.{0,80}\b(?:konfidentiell|sekretess|avse[dt]|endast)",
    r"(?:avsedd|avsett)\s+(?:endast\s+)?för\s+(?:adressaten|mottagaren)",
    r"fått\s+(?:detta|det\s+här)\s+(?:mejl\w*|meddelande\w*|e-post\w*|mail\w*)\b.{0,20}av\s+misstag",
    r"(?:denne|dette)\s+(?:e-?post\w*|meddelelsen?|melding(?:en)?|mailen?)\b.{0,80}\b(?:fortrolig|konfidensiel)",
    r"tänk\s+på\s+miljön|consider\s+the\s+environment",
    r"behandlar\s+(?:dina\s+)?personuppgifter|process(?:es)?\s+(?:your\s+)?personal\s+data|privacy\s+(?:policy|notice)",
    flags=re.DOTALL,
)
ASKING: Final = _compiled(
    r"\?",
    r"\b(?:vi|jag|man)\s+(?:skulle\s+)?(?:behöver|behöva|vill|vilja|söker|undrar|letar|önskar|måste|saknar|planerar)\b",
    r"\b(?:vi|jag)\s+(?:vet\s+inte|kan\s+inte|ska|skulle)\b",
    r"\b(?:behöver|söker|undrar|letar|önskar)\s+(?:vi|jag|hjälp|någon|nu|få|ett|en)\b",
    r"\bhjälp(?:a)?\s+(?:med|att|oss)\b|\bkan\s+(?:ni|någon|du|man)\b|\bfinns\s+det\b",
    r"\bvårt\s+(?:behov|problem)\b|\b(?:problemet|frågan)\s+är\b",
    r"\b(?:we|i)\s+(?:need|want|would\s+like|are\s+looking|seek|wonder|wish|must|have\s+to|cannot|can't|lack|plan)\b",
    r"\bwe['’](?:d|re)\s+(?:like|looking)\b|\blooking\s+for\b|\b(?:can|could)\s+(?:you|someone|anyone)\b|\bis\s+there\b",
    r"\bour\s+(?:need|problem|question)\b|\bhelp\s+(?:with|us|to)\b",
    r"\b(?:vi|jeg)\s+(?:trenger|har\s+brug\s+for|har\s+bruk\s+for|ønsker|leter|leder|søger|søker|vil|skal|lurer)\b",
    r"\bkan\s+(?:dere|noen|nogen)\b",
)
