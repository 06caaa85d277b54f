"""What the demo's roles say. The texts are made up for the demo; no municipality has decided on them."""

from __future__ import annotations

from typing import Any

from plugins.role_standards.standards.models import Level

OWN, G, K, L = Level.INDEPENDENT, Level.GUIDED, Level.KNOWS, Level.LEADS
CHILDCARE = "Barnskötare"
AIDE, NURSE, SPECIALIST = "Vårdbiträde", "Undersköterska", "Specialistundersköterska"

# Title: group, description, tasks, requirements (what, how well, whether it is a must, how it is met, how it is validated).
ROLES: dict[str, dict[str, Any]] = {
    CHILDCARE: {
        "group": "5311",
        "description": "Barnskötaren arbetar i förskolans arbetslag med barns omsorg, utveckling och lärande.\n"
        "Rollen har samma namn och samma krav i alla kommuner, så att den som har den kan byta arbetsgivare utan att börja om.",
        "tasks": "Planerar och genomför dagen tillsammans med arbetslaget\nMöter och stöttar varje barn i lek och lärande\n"
        "Samtalar med vårdnadshavare vid lämning och hämtning\nDokumenterar det som barnen gör",
        "requirements": [
            (
                "Barns utveckling och lärande",
                OWN,
                True,
                "Barn- och fritidsprogrammet\nKomvux, 600 poäng",
                "Samtal och observation med lärare i yrket",
            ),
            ("Förskolans läroplan", OWN, True, "Ingår i utbildningen till barnskötare", "Skriftligt prov"),
            ("Svenska i tal och skrift", OWN, True, "Svenska 1 eller svenska som andraspråk 1", "Nivåtest hos kommunens vuxenutbildning"),
            ("Barn i behov av särskilt stöd", G, True, "Kurs på komvux, 100 poäng", "Observation på arbetsplatsen"),
            ("Flerspråkiga barn", K, False, "Föreläsning eller egen erfarenhet", ""),
        ],
    },
    AIDE: {
        "group": "5330",
        "description": "Vårdbiträdet hjälper personer med det de behöver i vardagen, i hemmet eller på ett boende.",
        "tasks": "Hjälper till med måltider och hygien\nFöljer planen för varje person\nBerättar för kollegor om något förändras",
        "requirements": [
            ("Grunder i vård och omsorg", G, True, "Komvux, 800 poäng", "Validering hos vuxenutbildningen"),
            ("Svenska i tal och skrift", G, True, "Svenska som andraspråk på grundläggande nivå", "Nivåtest"),
        ],
    },
    NURSE: {
        "group": "5321",
        "description": "Undersköterskan har en skyddad yrkestitel och ansvarar för omvårdnad utifrån varje persons behov.",
        "tasks": "Planerar och utför omvårdnad\nSer tidiga tecken på ohälsa\nHandleder vårdbiträden och elever",
        "requirements": [
            (
                "Bevis om skyddad yrkestitel",
                OWN,
                True,
                "Vård- och omsorgsprogrammet\nKomvux, 1 500 poäng",
                "Ansökan hos den myndighet som utfärdar bevis",
            ),
            ("Omvårdnad", OWN, True, "Ingår i utbildningen", "Validering av hela eller delar av utbildningen"),
            ("Läkemedelshantering på delegering", OWN, True, "Arbetsgivarens utbildning", "Prov hos sjuksköterska"),
        ],
    },
    SPECIALIST: {
        "group": "5323",
        "description": "Specialistundersköterskan leder utvecklingen av omvårdnaden inom ett område, till exempel demens.",
        "tasks": "Stödjer kollegor i svåra situationer\nFöljer upp kvaliteten inom sitt område\nInför ny kunskap i arbetet",
        "requirements": [
            ("Fördjupad kunskap inom ett område", L, True, "Yrkeshögskola, 200 poäng", "Validering hos yrkeshögskolan"),
            ("Handledning av kollegor", L, True, "Handledarutbildning", "Intyg från arbetsgivaren"),
        ],
    },
}
LADDER = (
    (AIDE, NURSE, "Komvux upp till 1 500 poäng, ofta vid sidan av arbetet, och bevis om den skyddade yrkestiteln."),
    (NURSE, SPECIALIST, "Minst två års arbete som undersköterska och 200 poäng på yrkeshögskola."),
)
TITLES = {
    CHILDCARE: ("Barnpedagog", "Förskolebiträde", "Förskoleassistent", "Pedagog i förskola"),
    AIDE: ("Omsorgsbiträde", "Vårdare i hemtjänst"),
    NURSE: ("Omvårdnadsassistent",),
}
WAITING = ("Barnskötare 1", "Barnpedaog", "Resurspedagog", "Barnskötare, vikarie", "Vårdbiträde natt", "Kock")
ANSWERS = (
    ("supports", ""),
    ("supports", ""),
    ("with_changes", "Vi vill att kravet på svenska också kan visas med ett prov på arbetsplatsen."),
    ("supports", ""),
    ("with_changes", "Flerspråkighet borde vara ett krav och inte bara en merit."),
    ("objects", "Vi har nyligen infört en egen roll och vill vänta till nästa år."),
)
