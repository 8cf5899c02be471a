"""The Swedish and English words by which a text turns something down, and those that only look like it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum


class Force(IntEnum):
    """How surely the words turn something down.

    FIRM: a clear refusal of whatever follows. PLAIN: "no", "without", which turn down an activity but may as well
    describe a sample. HEDGED: "rather not", "instead of".
    """

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


def _whole(*phrases: str) -> re.Pattern[str]:
    """Compile phrases into one pattern of whole words; a space stands for any white space."""
    return re.compile(rf"\b{_phrases(*phrases)}\b", re.IGNORECASE)


def _shortly_before(*phrases: str) -> re.Pattern[str]:
    """Compile phrases of which one must stand at the end, with at most two words after it."""
    return re.compile(rf"\b{_phrases(*phrases)}(?:\s+[\w'’-]+){{0,2}}\s*$", re.IGNORECASE)


_ADVERB = r"(?: (?:vi|jag|man|bolaget|absolut|verkligen|alls|heller|längre|really|definitely|absolutely)){0,3}"
_DO = (
    r"(?: (?:att|to|ha|få|göra|gör|köra|använda|utnyttja|satsa på|se|betala för|jobba med|arbeta med|have|do|doing|run|"
    r"running|use|using|be using|see|get|pay for|involve|include|work with)){0,3}"
)
_SOME = r"(?: (?:en|ett|den|det|fler|flera|några|någon|något|ytterligare|mer|a|an|the|any|more|another|further)){0,2}"

# Being unable, not having, not having to, doubting, asking: a "no" after these is no refusal.
_UNABLE = _shortly_before(
    "kan|kunde|kunnat|hinner|klarar|orkar|har|hade|haft|äger|finns|fanns|hittar|hittade|hitta|får|fick|saknar|vet",
    "visste|behöver|behövs|krävs|kräver|måste|varför|eller|om|gick|går|är|var|is|are|was|were|can|could|cannot|have|has|had",
    "having|own|there|find|found|exists?|know|needs?|needed|requires?|required|whether|why|or|if|did|does|do",
)
# "Den tål inte X" is about the thing, "helst inte X" is a wish: a bare "inte" refuses only at the start of its clause.
_ANY_OTHER_WORD = re.compile(
    r"\b(?!(?:och|and|men|but|alltså|absolut|definitivt|helst|gärna|då|ju|så|definitely|preferably|ideally|so|please)\b)\w",
    re.IGNORECASE,
)
# "Med och utan" compares, "ett bolag utan" lacks.
_BESIDE = _shortly_before(
    "med och|med eller|with and|with or|står|sitter|bolag|bolaget|företag|labb|lab|company|startup|om|if"
)
NEGATION = _whole(r"inte|ej|not|no|inga|ingen|inget|never|aldrig|cannot|\w+n['’]t")

CUES = (
    Cue(
        _whole(
            rf"vill{_ADVERB} (?:inte|ej)(?! att){_ADVERB}{_DO}{_SOME}",
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
        _whole(rf"(?:inte|ej|icke|not)(?: (?:i|på|med|in|on|with|via))?{_SOME}"), Force.FIRM, _ANY_OTHER_WORD, far=False
    ),
    Cue(_whole(rf"(?:inga|ingen|inget|no|aldrig){_SOME}"), Force.PLAIN, _UNABLE),
    Cue(
        _whole(
            rf"utan(?: att (?:använda|göra|köra|ta till))?{_SOME}",
            rf"without(?: (?:using|doing|running|involving|the use of))?{_SOME}",
        ),
        Force.PLAIN,
        _BESIDE,
    ),
    Cue(
        _whole(rf"(?:slipp(?:a|er)|undvik(?:a|er)?|uteslut(?:a|er)?|avoid(?:s|ing)?|exclud(?:e|es|ing)){_DO}{_SOME}"),
        Force.PLAIN,
        NEGATION,
    ),
    Cue(
        _whole(rf"(?:i stället för|istället för|snarare än|hellre än|instead of|rather than){_DO}{_SOME}"),
        Force.HEDGED,
    ),
)
PREFERENCE = _whole("helst|gärna|preferably|ideally|if possible|om möjligt|prefer to")

# What stands before these is refused.
AFTERWARDS = _whole(
    r"(?:är|vore|blir) (?:helt )?(?:uteslut(?:et|na|en)|otänkbart|inte (?:aktuellt|aktuella|intressant|intressanta))",
    r"är (?:inget|inte ett|inte något|ej ett) alternativ",
    r"(?:kommer|kan) (?:inte|ej) i fråga",
    r"går bort",
    r"får (?:absolut )?(?:inte|ej) (?:användas|ingå|förekomma|bli aktuellt)",
    r"vill vi(?: absolut| helst)? (?:inte|slippa|undvika)",
    r"(?:is|are) (?:out of the question|not an option|not of interest|not wanted|excluded|ruled out)",
    r"(?:must|should) (?:not be (?:used|involved|included)|be avoided)",
    r"nej tack",
)

# Words that make a "no" something else than a refusal when they follow it at once.
SOMETHING_ELSE = re.compile(
    r"\s*(?:bara|enbart|endast|minst|alltid|nödvändigtvis|säkra?|säkert|ens|än|ännu|helt|riktigt|tillräckligt|längre|"
    r"lika|emot|så|för|vad|vem|var|hur|om|only|just|merely|simply|necessarily|sure|certain|yet|always|enough|least|"
    r"longer|matter|doubt|later|less|idea|one|problem|aning|idé|tvekan|tvivel|vidare|all|every|against|because|if|"
    r"how|what|whether|quite|att|to|(?<=without\s)\w+ing|erfarenhet|kunskap|experience|knowledge|egen|eget|egna|own|in-house|tillgång|access)\b",
    re.IGNORECASE,
)
# What follows a thing and says that it is lacking, or not needed, rather than refused.
LACKING = re.compile(
    r"\W{0,2}(?:(?:work|stud(?:y|ies)|experiments?|tests?|testing|models?|försök)\s+)?(?:experience|expertise|knowledge|background|data|results?|equipment|capacity|facility|facilities|labs?|"
    r"access|licen[cs]e|permits?|skills?|budget|partner|instruments?|machine|needed|required|necessary|yet|"
    r"erfarenhet\w*|vana|kunskap\w*|kompetens|resultat|utrustning|kapacitet|labb\w*|tillstånd|"
    r"behövs|krävs|nödvändig\w*|än|ännu|(?:har|hade)\s+(?:gjorts|utförts|genomförts)|ha(?:s|ve)\s+been|exists?|existed|is\s+(?:needed|required|available)|finns|available)\b",
    re.IGNORECASE,
)
CLAUSE_END = re.compile(
    r"[.!?;:()\n\r,–—]|\b(?:men|but|utan|however|eftersom|because|därför|så\s+att|so\s+that|som|which|that|när|when|"
    r"while|medan|om|if|för\s+att|in\s+order|just\s+nu)\b",
    re.IGNORECASE,
)
SENTENCE_END = re.compile(r"[.!?;:()\n\r–—]|\s-\s|,\s|\b(?:men|but)\b", re.IGNORECASE)
WORD = re.compile(r"[^\W_][\w'’/-]*")
