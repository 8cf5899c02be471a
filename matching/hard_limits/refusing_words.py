"""The words after a thing that turn it down ("… is out of the question"), and those that say it is only lacking."""

from __future__ import annotations

import re

from matching.hard_limits.negation_words import whole

_IS = r"(?:är|vore|blir|er)(?: (?:helt|absolut))?"
_NOT = r"(?:inte|ej|icke|ikke)(?: (?:längre|alls))?"
_TAKEN = (
    r"(?:accepteras|godtas|tillåts|tolereras|önskas|ingår|aksepteres|accepteres|tillates|tillades|ønskes|inngår|indgår)"
)
_DONE = r"(?:användas|göras|ingå|förekomma|bli aktuellt|brukes|bruges|inngå|indgå)"

# What stands before these is refused.
AFTERWARDS = whole(
    rf"{_IS} (?:uteslut(?:et|na|en)|otänkbart|förbjud(?:et|na|en)|utelukket|udelukket|uaktuelt|forbudt)",
    r"kommer (?:vi )?(?:inte|aldrig|ej)(?: att)? (?:göra|använda|godkänna|acceptera|bli aktuellt|ingå)",
    r"kommer ikke på tale",
    r"behöver (?:inte|ej) (?:ingå|vara med)",
    r"(?:is|are) not (?:what|something|anything) we (?:want|need|are after|are looking for)",
    rf"{_IS} vi (?:inte|ej) (?:beredda|villiga|ute efter|betjänta)",
    r"(?:do|does|did) not want (?:one|any|it|them)",
    r"(?:cannot|not) be considered",
    rf"(?:{_IS} )?{_NOT} (?:aktuell(?:t|a)?|aktuelt|aktuelle|intressanta?|önskvär(?:t|da)|tillåt(?:et|na))",
    r"är (?:inget|inte ett|inte något|ej ett) alternativ",
    r"är (?:inget|ingenting|inte något) för oss",
    rf"{_IS} vi (?:(?:inte|ej|ikke) intressera(?:de|t) av|emot)",
    r"(?:kommer|kan) (?:inte|ej) i fråga",
    r"kan vi (?:inte|ej) (?:acceptera|godta|tillåta)",
    r"(?:tackar|säger) vi nej till",
    r"går bort",
    r"undanbedes|undanbedjes|frabedes|frabes",
    rf"{_TAKEN} {_NOT}",
    rf"{_NOT} {_TAKEN}",
    rf"(?:får|må) (?:absolut )?(?:inte|ej|ikke) {_DONE}",
    rf"(?:ska|skall|skal) (?:inte|ej|ikke) {_DONE}",
    r"(?:ska|skall|skal|måste|bör)(?: helst)? (?:undvikas|uteslutas|undgås|unngås)",
    r"vill vi(?: absolut| helst)? (?:inte|slippa|undvika)",
    r"(?:is|are|would be|will be)(?: strictly| absolutely)? (?:out of (?:the question|scope)|(?:not|never) (?:an "
    r"option|of interest|wanted|accepted|acceptable|permitted|allowed)|excluded|ruled out|unacceptable|prohibited|"
    r"forbidden|off the table)",
    r"will not be (?:accepted|used|permitted|allowed)",
    r"(?:must|should) (?:not be (?:used|involved|included)|be avoided)",
    r"nej tack",
)
# A row of a list or a table: a thing, a sign, and a plain no.
ROW = re.compile(
    r"[ \t]*(?:[|:=\t]|\s[–—-]\s)[ \t]*(?:nej|nei|no|ej|none|inga|ingen|ej aktuellt|inte aktuellt|not wanted)"
    r"(?:[ \t]+(?:tack|thanks|tak|takk))?(?=[ \t]*(?:$|[\n\r.;|]))",
    re.IGNORECASE,
)
# Headings of what is turned down: what follows them on the line is.
HEADING = re.compile(
    r"\b(?:(?:ej|inte|ikke) aktuel(?:l|lt|la|t)|exkluder\w+|undantag\w*|utesluts|uteslutet|ingår (?:inte|ej)|"
    r"ej innehålla|excluded?|exclusions?|out of scope|not wanted|undvik|avoid)[ \t]*:[ \t]*(?=\w)",
    re.IGNORECASE,
)
# Words for "without animals" that are one word; of a material they only describe it.
ANIMAL_FREE = re.compile(
    r"\b(?:djur(?:försöks)?fri(?:tt|a)?|dyrefri(?:tt|e)?|animal[\s-](?:testing[\s-])?free|non[\s-]animal)\b"
    r"(?!\s+(?:medi\w*|ser(?:um|a)|reagen\w*|komponent\w*|component\w*|matri\w*|ingredien\w*|produkt\w*|product\w*|"
    r"origin|ursprung|protein\w*|foder|feed))",
    re.IGNORECASE,
)
# A mail's own small print speaks of the mail.
SMALL_PRINT = re.compile(
    r"\b(?:this|the|detta|denne|dette)\s+(?:e-?mail|message|mail|mejl\w*|e-post\w*|meddelande\w*|melding\w*|besked\w*)\b|"
    r"\bmeddelandet\b|\b(?:intended\s+recipient|avsedd\w*\s+mottagar\w*)\b",
    re.IGNORECASE,
)
# What follows a thing and says that it is lacking, or not needed, rather than refused.
LACKING = re.compile(
    r"\s+(?:we|they|you|that|which|som|vi)\b|"
    r"\W{0,2}(?:(?:work|stud(?:y|ies)|experiments?|tests?|testing|models?|försök)\s+)?(?:experience|expertise|knowledge|"
    r"background|data|results?|equipment|capacity|facility|facilities|labs?|access|licen[cs]e|permits?|skills?|budget|"
    r"partner|instruments?|machine|needed|required|necessary|yet|erfarenhet\w*|vana|kunskap\w*|kompetens|resultat|"
    r"utrustning|kapacitet|labb\w*|tillstånd|behövs|krävs|nödvändig\w*|än|ännu|exists?|existed|finns|available|"
    r"(?:har|hade|has|have|had|blev|gav|räcker|räckte|duger|did|gave|could|kunde)|"
    r"(?:kan|can)(?!\s+(?:vi\s+(?:inte|ej)\s+|be\s+)?(?:accept|allow|use|godta|tillåt|använd))|"
    r"(?:är|is|are|was|were)\s+(?:redan\s+|already\s+)?(?:gjor\w*|planera\w*|beställ\w*|möjlig\w*|klar\w*|possible|"
    r"planned|done|ordered|needed|required|available))\b",
    re.IGNORECASE,
)
