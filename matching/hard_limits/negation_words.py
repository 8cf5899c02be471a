"""The words before a thing by which a text turns it down, in four languages, and those that only look like it.

Swedish, Norwegian and Danish, and English. The words after the thing stand in `refusing_words.py`, those of trials on
something in `refused_trials.py`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum


class Force(IntEnum):
    """How surely the words turn something down.

    FIRM: a clear refusal of whatever follows. PLAIN: "no", "without", which turn down an activity but may as well
    describe a sample. HEDGED: "rather not", "instead of". UNCLEAR: there is a "no", but what it denies must be asked.
    """

    UNCLEAR = 0
    HEDGED = 1
    PLAIN = 2
    FIRM = 3


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that turn down what follows them, unless the clause before them ends in `not_after`."""

    words: re.Pattern[str]
    force: Force
    not_after: re.Pattern[str] | None = None
    far: bool = True


def _phrases(*phrases: str) -> str:
    return "(?:" + "|".join(phrases).replace(" ", r"\s+") + ")"


def whole(*phrases: str) -> re.Pattern[str]:
    """Compile phrases into one pattern of whole words; a space stands for any white space."""
    return re.compile(rf"\b{_phrases(*phrases)}\b", re.IGNORECASE)


def shortly_before(*phrases: str) -> re.Pattern[str]:
    """Compile phrases of which one must stand at the end, with at most two words after it."""
    return re.compile(rf"\b{_phrases(*phrases)}(?:\s+[\w'’-]+){{0,2}}\s*$", re.IGNORECASE)


_ADVERB = r"(?: (?:vi|jag|man|bolaget|absolut|verkligen|alls|heller|längre|really|definitely|absolutely)){0,3}"
_DO = (
    r"(?: (?:att|to|at|å|ha|have|få|göra|gör|gøre|gjøre|köra|använda|bruge|bruke|utnyttja|satsa på|gå på|se|betala för|"
    r"jobba med|arbeta med|höra talas om|do|doing|run|running|use|using|be using|see|get|pay for|involve|include|"
    r"work with)){0,3}"
)
_SOME = (
    r"(?: (?:en|ett|et|den|det|fler|flere|flera|några|någon|något|noen|nogen|ytterligare|mer|a|an|the|any|more|another|"
    r"further)){0,2}"
)
# What is done with a method, a thing or a service.
_WITH = (
    r"(?: (?:att|to|at|å))?(?: (?:göra|göras på|gøre|gjøre|använda|bruge|bruke|köra|utföra|bedriva|beställa|anlita|"
    r"hyra|köpa|ha|have|vara|være|bli|omfatta|innehålla|involvera|gälla|röra|godkänna|acceptera|tillåta|gå på|"
    r"arbeta med|jobba med|do|use|be using|run|perform|order|buy|hire|be|involve|include|require|accept|allow|approve|"
    r"work with|test on))"
)
# "No" in the four languages that are written here.
_NOT = r"(?:inte|ej|icke|ikke|inga|ingen)"

# Being unable, not having, not having to, doubting, asking: a "no" after these is no refusal.
_UNABLE = shortly_before(
    "kan|kunde|kunnat|hinner|klarar|orkar|har|hade|haft|äger|finns|fanns|hittar|hittade|hitta|får|fick|saknar|vet",
    "visste|behöver|behövs|krävs|kräver|måste|varför|eller|om|gick|går|är|var|is|are|was|were|can|could|cannot|have|has|had",
    "blev|blir|varit|kunne|har|erfaring|having|own|there|find|found|exists?|know|needs?|needed|requires?|required|whether|why|or|if|did|does|do",
)
# "Den tål inte X" is about the thing, "helst inte X" is a wish: a bare "inte" refuses only at the start of its clause.
_ANY_OTHER_WORD = re.compile(
    r"\b(?!(?:och|and|men|but|alltså|absolut|definitivt|helst|gärna|då|ju|så|definitely|preferably|ideally|so|please)\b)\w",
    re.IGNORECASE,
)
# "Med och utan" compares, "ett bolag utan" lacks.
_BESIDE = shortly_before(
    "med och|med eller|with and|with or|står|sitter|bolag|bolaget|företag|labb|lab|company|startup|om|if"
)
NEGATION = whole(r"inte|ej|ikke|not|no|inga|ingen|inget|never|aldrig|cannot|omöjligt|impossible|\w+n['’]t")

CUES = (
    Cue(
        whole(
            rf"(?:vill|vil|ønsker|önskar){_ADVERB} (?:inte|ej|ikke)(?! att){_ADVERB}{_DO}{_SOME}",
            rf"vill{_ADVERB} (?:inte|ej) att (?:det|ni|man|någon) (?:görs|gör|används|använder|utförs|utför){_SOME}",
            r"vill(?: vi| jag)? (?:inte|ej) att (?:några|någon|något)",
            rf"(?:accepterar|godtar|tillåter|aksepterer|accepterer){_ADVERB} {_NOT}{_SOME}",
            r"(?:får|må|ska|skall|skal|bör|tänker|avser|kommer|vil|will|must|should|shall|would)(?: (?!kan)[\w]+){0,3} "
            rf"(?:inte|ej|aldrig|ikke|not|never){_WITH}{_SOME}",
            rf"(?:would|do|does|did) not want{_DO}{_SOME}",
            rf"(?:forbids?|prohibits?|bans?|förbjuder){_DO}{_SOME}",
            rf"(?:skip|strunta i|strunt i|hoppa över){_SOME}",
            rf"(?:do not|don't|don’t) (?:propose|suggest|send|offer|bother with){_SOME}",
            rf"föreslå (?:inte|ej|inga|ingen){_SOME}",
            rf"(?:siger|säger|sier|sagt|säga) nej til{_SOME}",
            rf"(?:bestämt|beslutat|lovat)(?: oss)? (?:för )?att (?:inte|ej){_DO}{_SOME}",
            rf"(?:decided|agreed|promised) not{_DO}{_SOME}",
            rf"inte (?:ute efter|betjän(?:t|ta) av|beredda att|villiga att){_DO}{_SOME}",
            rf"gäller (?:inte|ej){_SOME}",
            rf"(?:vägrar|refuses?){_DO}{_SOME}",
            rf"(?:will not|won't|won’t|cannot|can't|can’t) (?:accept|allow|permit|tolerate){_SOME}",
            rf"(?:would|'d|’d) (?:rather|prefer) not{_DO}{_SOME}",
            r"(?<!for\s)(?<!by\s)(?:anything|everything) but",
            r"allt (?:utom|annat än)",
            r"(?:get|getting|move|moving|steer|stay) (?:away|clear) (?:from|of)",
            rf"(?:inte|ej|icke) (?:alls )?intressera(?:d|de|t) av{_DO}{_SOME}",
            rf"(?:söker|önskar|efterfrågar){_ADVERB} (?:inte|ej){_SOME}",
            rf"letar(?: vi)? (?:inte|ej) efter{_SOME}",
            r"(?:inte|ej) aktuellt med",
            rf"avst(?:å|år) från{_DO}",
            r"nej till",
            rf"not (?:at all )?interested in{_DO}{_SOME}",
            rf"no interest in{_DO}{_SOME}",
            rf"(?:do not|don't|don’t|does not|doesn't|doesn’t){_ADVERB} (?:want|wish|like){_DO}{_SOME}",
            rf"not (?:looking for|seeking|after|asking for){_DO}{_SOME}",
            rf"(?:must|should|may) not (?:involve|include|use|be using|require){_SOME}",
            r"(?:say|said|says) no to",
        ),
        Force.FIRM,
    ),
    Cue(
        whole(rf"(?:inte|ej|icke|ikke|not)(?: (?:i|på|med|in(?! vivo)|on|with|via))?(?: använda| use| bruge)?{_SOME}"),
        Force.FIRM,
        _ANY_OTHER_WORD,
        far=False,
    ),
    Cue(
        whole(rf"(?:inga|ingen|inget|ingenting|intet|no(?! matter)|nothing|aldrig|never)(?: in(?! vivo))?{_SOME}"),
        Force.PLAIN,
        _UNABLE,
    ),
    Cue(whole(rf"(?:varken|hverken|verken|neither){_SOME}"), Force.PLAIN, _UNABLE),
    Cue(
        whole(
            rf"(?:utan|uten|uden)(?: att (?:använda|göra|köra|ta till))?{_SOME}",
            rf"without(?: (?:using|doing|running|involving|the use of))?{_SOME}",
            r"(?:fri|fritt|fria) från",
            r"free (?:of|from)",
        ),
        Force.PLAIN,
        _BESIDE,
    ),
    Cue(
        whole(
            rf"(?:slipp(?:a|er|e)|undvik(?:a|er)?|undgå|unngå|uteslut(?:a|er)?|avoid(?:s|ing)?|exclud(?:e|es|ing)){_DO}{_SOME}"
        ),
        Force.PLAIN,
        NEGATION,
    ),
    Cue(
        whole(
            rf"(?:i stället för|istället för|snarare än|hellre än|instead of|rather than){_DO}{_SOME}",
            rf"behöver{_ADVERB} (?:ingen|inget|inga){_SOME}",
            rf"(?:do not|don't|don’t|does not|doesn't|doesn’t) (?:need|require|use){_SOME}",
            rf"(?:bedriver|använder|anlitar) (?:inte|ej|inga|ingen){_SOME}",
            rf"(?:something|något|någonting) (?:other than|annat än){_SOME}",
            r"(?:ställning|beslut|policy|stand|decision|decided|voted) (?:e?mot|against)",
            r"hellre (?:[\w-]+ ){1,4}än",
            r"rather (?:[\w-]+ ){1,5}than",
        ),
        Force.HEDGED,
    ),
)
PREFERENCE = whole("helst|gärna|preferably|ideally|if possible|om möjligt|prefer to")

# Words that make a "no" something else than a refusal when they follow it at once.
SOMETHING_ELSE = re.compile(
    r"\s*(?:annan|annat|andra\s+än|else|but|other\s+than|bara|kun|enbart|endast|minst|alltid|nödvändigtvis|säkra?|"
    r"säkert|ens|än|ännu|helt|riktigt|tillräckligt|längre|lika|emot|så|för|vad|vem|var|hur|om|only|just|merely|simply|necessarily|sure|certain|yet|always|enough|least|"
    r"longer|matter|doubt|later|less|idea|one|problem|aning|idé|tvekan|tvivel|vidare|all|every|against|because|if|"
    r"how|what|whether|quite|att|to|(?<=without\s)\w+ing|erfarenhet|erfaring|kunskap|experience|knowledge|egen|eget|"
    r"egna|own|in-house|tillgång|access)\b",
    re.IGNORECASE,
)
CLAUSE_END = re.compile(
    r"[.!?;:()\n\r,–—]|\b(?:men|but|utan|however|eftersom|because|därför|så\s+att|so\s+that|som|which|that|när|when|"
    r"while|medan|om|if|för\s+att|in\s+order|just\s+nu)\b",
    re.IGNORECASE,
)
SENTENCE_END = re.compile(r"[.!?;:()\n\r–—]|\s-\s|,\s|\b(?:men|but)\b", re.IGNORECASE)
WORD = re.compile(r"[^\W_][\w'’/-]*")
