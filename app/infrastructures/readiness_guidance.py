"""Guidance for each item of the readiness ladder: what to do, who decides, which document shows it.

It tells nothing of any real unit, and no rule: what holds for a unit is decided by the organisation that it belongs to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Guidance:
    """What usually takes an item to level 3, in both languages."""

    todo_sv: str
    todo_en: str
    decides_sv: str
    decides_en: str
    document_sv: str
    document_en: str


GUIDANCE: Final[Mapping[int, Guidance]] = {
    1: Guidance(
        "Skriv en sida om vilka företag ni tar emot, för vad och på vilka villkor. Utse en person som svarar.",
        "Write a page on which companies you take in, for what and on which terms. Name a person who answers.",
        "Den som enligt värdorganisationens delegationsordning får besluta, ofta prefekten eller enhetens chef.",
        "Whoever may decide by the host's rules of delegation, often the head of department or of the unit.",
        "Beslutet, daterat och undertecknat eller diariefört.",
        "The decision, dated and signed or registered.",
    ),
    2: Guidance(
        "Beskriv varje tjänst: vad företaget skickar, vad ni gör, vad det får och vad ni inte gör.",
        "Describe each service: what the company sends, what you do, what it gets and what you do not do.",
        "Enhetens chef.",
        "The head of the unit.",
        "Förmågorna i Brygga, publicerade, eller en tjänstelista på enhetens webbplats.",
        "The capabilities in Brygga, published, or a list of services on the unit's website.",
    ),
    3: Guidance(
        "Skriv vem som kan få tillgång, hur en förfrågan bedöms och vem som går före när det är fullt.",
        "Write who can be let in, how a request is judged and who goes first when you are full.",
        "Enhetens chef, eller enhetens styrgrupp om den har en.",
        "The head of the unit, or its steering group where it has one.",
        "Regler för tillgång, eller bokningssystemets regler.",
        "Rules of access, or the rules of the booking system.",
    ),
    4: Guidance(
        "Räkna fram den fulla kostnaden med ekonomiavdelningen. Sätt ett pris för de egna, ett för andra lärosäten och "
        "ett för företag.",
        "Work out the full cost with the finance office. Set a price for your own, one for other universities and one "
        "for companies.",
        "Den som får besluta om avgifter hos värdorganisationen. Fråga ekonomiavdelningen vilka regler som gäller er.",
        "Whoever may decide on fees at the host. Ask the finance office which rules hold for you.",
        "Prislistan med datum, och kalkylen bakom den.",
        "The price list with its date, and the calculation behind it.",
    ),
    5: Guidance(
        "Ange årets kapacitet på enhetens sida, så räknas företagens andel. Ta reda på om utrustningen är köpt med "
        "villkor om hur mycket företag får använda den.",
        "Set the year's capacity on the unit's page, and the companies' share is counted. Find out whether the "
        "equipment was bought on terms of how much companies may use it.",
        "Enhetens chef tillsammans med värdorganisationens jurister och ekonomer.",
        "The head of the unit together with the host's lawyers and finance office.",
        "Bedömningen av företagens andel med år och underlag, och finansiärens villkor.",
        "The assessment of the companies' share with year and basis, and the funder's terms.",
    ),
    6: Guidance(
        "Skaffa en avtalsmall för uppdrag och en för samarbete. Ta reda på vem som skriver under och hur lång tid det "
        "tar.",
        "Get a contract template for assignments and one for collaboration. Find out who signs and how long it takes.",
        "Värdorganisationens jurister tar fram mallen. Den som har rätt till det enligt delegationsordningen skriver "
        "under.",
        "The host's lawyers make the template. Whoever has the right to by the rules of delegation signs.",
        "Mallarna, med den funktion som får skriva under.",
        "The templates, with the function that may sign.",
    ),
    7: Guidance(
        "Bestäm vem som äger resultat och data vid uppdrag och vid samarbete, vad enheten får publicera och hur länge "
        "en publicering kan vänta.",
        "Decide who owns results and data in assignments and in collaboration, what the unit may publish and how long "
        "a publication can wait.",
        "Jurist eller innovationskontor hos värdorganisationen. Enhetens chef avgör hur det används.",
        "A lawyer or the innovation office at the host. The head of the unit decides how it is applied.",
        "Avsnittet i avtalsmallen, eller en kort skriven policy.",
        "The section in the contract template, or a short written policy.",
    ),
    8: Guidance(
        "Bestäm hur företagets uppgifter och prover märks, var de sparas och vem som kommer åt dem. Hör ni till en "
        "myndighet: fråga hur sekretess gäller och vad företaget behöver begära.",
        "Decide how the company's information and samples are marked, where they are kept and who can reach them. If "
        "you belong to a public authority: ask how secrecy holds and what the company needs to request.",
        "Värdorganisationens jurister.",
        "The host's lawyers.",
        "Sekretessavtal eller avsnittet i avtalsmallen, och rutinen för hur uppgifter hanteras.",
        "A confidentiality agreement or the section in the template, and the routine for handling information.",
    ),
    9: Guidance(
        "Ta reda på vem som ersätter skador på utrustning, prover och människor, och om företagets gäster är "
        "försäkrade.",
        "Find out who pays for damage to equipment, samples and people, and whether the company's guests are insured.",
        "Den som ansvarar för försäkringar hos värdorganisationen, tillsammans med en jurist.",
        "Whoever is responsible for insurance at the host, together with a lawyer.",
        "Avsnittet om ansvar i avtalsmallen, och försäkringsbeskedet.",
        "The section on liability in the template, and the statement of insurance.",
    ),
    10: Guidance(
        "Gå igenom vilka tillstånd arbetet åt företag kräver, och om de som finns gäller även uppdrag. Berörs enheten "
        "inte av något: välj det, och skriv varför.",
        "Go through which permits work for companies needs, and whether those you have cover assignments too. If none "
        "concerns the unit: choose that, and write why.",
        "Den som har tillståndet. Fråga värdorganisationens stöd, eller myndigheten som ger det, om ni är osäkra.",
        "Whoever holds the permit. Ask the host's support, or the authority that gives it, if you are unsure.",
        "Tillstånden med nummer och giltighetstid, eller en lista över var de finns.",
        "The permits with number and validity, or a list of where they are kept.",
    ),
    11: Guidance(
        "Ta reda på om företagets prover eller data innehåller personuppgifter, vem som ansvarar för dem och om ett "
        "biträdesavtal behövs.",
        "Find out whether the company's samples or data hold personal data, who is responsible for them and whether a "
        "processing agreement is needed.",
        "Den personuppgiftsansvarige. Dataskyddsombudet ger råd.",
        "The controller. The data protection officer gives advice.",
        "Mallen för biträdesavtal, och raden i registret över behandlingar.",
        "The template for processing agreements, and the line in the record of processing.",
    ),
    12: Guidance(
        "Skriv vad en gäst ska ha gått igenom före besöket, vilken introduktion ni ger på plats, och hur passerkort "
        "och tider ordnas.",
        "Write what a guest must have gone through before the visit, which introduction you give on site, and how "
        "access cards and hours are arranged.",
        "Enhetens chef, tillsammans med skyddsombud och den som ansvarar för säkerheten.",
        "The head of the unit, together with the safety representative and whoever is responsible for security.",
        "Rutinen för introduktion, riskbedömningen och en checklista för gäster.",
        "The routine for introduction, the risk assessment and a checklist for guests.",
    ),
    13: Guidance(
        "Bestäm hur mycket tid som finns för företag, hur man bokar och vilken ledtid ni lovar. Skriv ledtiden på "
        "varje förmåga.",
        "Decide how much time there is for companies, how one books and which lead time you promise. Write the lead "
        "time on each capability.",
        "Enhetens chef.",
        "The head of the unit.",
        "Rutinen för bokning, och ledtiderna i profilen.",
        "The routine for booking, and the lead times in the profile.",
    ),
    14: Guidance(
        "Bestäm vilka gäster, prover och data som måste prövas först, och hur exportkontroll och sanktioner "
        "kontrolleras innan arbetet börjar.",
        "Decide which guests, samples and data must be screened first, and how export control and sanctions are "
        "checked before work begins.",
        "Värdorganisationens säkerhetsfunktion, och den som ansvarar för exportkontroll.",
        "The host's security function, and whoever is responsible for export control.",
        "Rutinen för prövning, och en checklista för exportkontroll.",
        "The routine for screening, and a checklist for export control.",
    ),
}
