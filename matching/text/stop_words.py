"""Words that carry no subject: function words of both languages, and the words every request is made of."""

from __future__ import annotations

_SWEDISH = """
är det att och i jag på en inte som för med har av om du så till den de ett kan vi men man var ska när nu vad från här
mig bara eller han då hur kommer alla vill sig vara där får bra finns ha skulle ut min dig hade ju lite mycket upp in
gör få blir mer än år efter göra över detta ni ta också allt hon måste se går även under någon vet andra något tror bli
ja mot kanske ser vid ingen två varför många dem din hela sen sin helt utan gå väl fick oss säger aldrig varit mitt blev
sedan själv behöver några åt första nog tar tycker alltid denna igen just inget kom innan ner samma borde dessa er både
varje vår vårt våra ens deras hans hennes dess dens vilket vilken vilka annat genom gång mellan sitt sina väldigt ge
kunna redan dock inom håller kunde flera enligt olika ganska honom står vem ger länge mindre fortfarande ligger sådan
sådana sådant dels ifall annars därför eftersom medan trots dvs bl.a t.ex m.m osv ca cirka ev resp samt el mm
söker önskar hjälp hjälpa bolag bolaget företag företaget vårat nya ny nytt exempelvis gärna möjlighet möjligt
"""

_ENGLISH = """
the to and of a in i is for that you it on with this was be as are have at he not by but from my or we an your all so
his they me if one can will just like about up out what has when more do no were who had their there her which would
she how don't some also them now other its our than good only after first him into know see two make over any then
could back these us want because go well said way most much very where even should may here need really did being too
before off why made still get got many never those through you're that's while such another something use can't same
both every come around between always better find since under during i've give again each against didn't must
let it's i'm we're we'd we've isn't doesn't won't wouldn't couldn't whether does done having needs needed
looking seeking wish help company startup e.g i.e etc via per please able possible
"""

STOP_WORDS: dict[str, frozenset[str]] = {"sv": frozenset(_SWEDISH.split()), "en": frozenset(_ENGLISH.split())}
EITHER = STOP_WORDS["sv"] | STOP_WORDS["en"]
