"""The words by which a text turns down that something is tried on what follows: "utan att prova på djur"."""

from __future__ import annotations

from typing import Final

from matching.hard_limits.negation_words import Cue, Force, shortly_before, whole

_IT = r"(?: (?:den|det|dem|dom|produkten|något|it|them|anything|this|the product))?"
_ON = r"(?: (?:på|i|on|in|with|med))"
_THE = r"(?: (?:några|någon|noen|nogen|levande|levende|any|live|living|the))?"
# To try, trying and tried, in Swedish, Norwegian and Danish, and in English.
_TO_TRY = r"(?:prova|pröva|testa|utprova|prøve|teste|experimentera|experimentere|try|test|experiment)"
_TRIES = r"(?:provar|prövar|testar|prøver|tester|experimenterar|eksperimenterer|provas|prövas|testas|prøves|testes)"
_TRIED = r"(?:provat|prövat|testat|provad|prövad|testad|provade|prövade|testade|prøvd|prøvet|testet|tried|tested)"
_NOT = r"(?:inte|ej|icke|ikke|aldrig|aldri|not|never)"
_BE_INVOLVED = (
    r"(?:behöver|ska|skall|skal|måste|används|utnyttjas|blandas in|är inblandade|dör|skadas|offras|brukes|bruges)"
)

REFUSED_TRIALS: Final = (
    Cue(
        whole(
            rf"(?:utan|uten|uden) (?:att|å|at) (?:{_TO_TRY}{_IT}{_ON}|blanda in|involvera|skada|offra){_THE}",
            rf"without (?:testing|trying|experimenting){_IT}{_ON}{_THE}",
            rf"(?:utan|uten|uden) (?:att|at)(?= [\w-]+ {_BE_INVOLVED})",
            rf"vill(?: vi| jag)? (?:inte|ej) att(?= [\w-]+ {_BE_INVOLVED})",
            rf"{_TRIES} (?:vi |jag |man )?{_NOT}{_IT}{_ON}{_THE}",
            rf"(?:do not|don't|don’t|never) (?:test|experiment|try){_IT}{_ON}{_THE}",
            rf"(?:får|må|ska|skall|skal|bör|must|should|shall|may|will)(?: [\w]+)? {_NOT} (?:be )?"
            rf"(?:{_TO_TRY}|{_TRIES}|{_TRIED}){_IT}{_ON}{_THE}",
            r"(?:vi|jag|bolaget) är (?:helt |starkt )?e?mot",
            r"(?:we are|i am|we're|we’re|i'm|i’m) (?:all |strongly |strictly )?against",
            r"(?:är|er) motståndare til(?:l)?",
        ),
        Force.FIRM,
    ),
    # "We have not tested on animals" lacks it; by itself, at the beginning of a clause, it refuses.
    Cue(whole(rf"{_NOT} {_TRIED}{_ON}{_THE}"), Force.FIRM, shortly_before(r"\w+")),
)
