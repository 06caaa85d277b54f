"""Demo: what the made-up plan says, and how it went. All of it is invented, and plainly so."""

from __future__ import annotations

from dataclasses import dataclass

from core.organisations.models import OrganisationKind

VISION = (
    "Den som bor i länet kan lära nytt hela livet utan att flytta, och den som driver verksamhet hittar den kompetens som behövs. "
    "Planen är påhittad och visar hur arbetet kan gå till."
)
BACKGROUND = (
    "Planen bygger på arbetsgivarnas svar i behovsinventeringen, på prognoser för länet och på det som förra planen lärde oss.\n\n"
    "Nio organisationer äger insatserna. Ledningsgruppen följer upp dem vid sex möten om året."
)

# Name, kind. The place in the list is how actions name their owner.
OWNERS: tuple[tuple[str, OrganisationKind], ...] = (
    ("Exempelregionen, demo", OrganisationKind.REGION),
    ("Påhittade kommunen i norr, demo", OrganisationKind.MUNICIPALITY),
    ("Påhittade kommunen i söder, demo", OrganisationKind.MUNICIPALITY),
    ("Påhittade fjällkommunen, demo", OrganisationKind.MUNICIPALITY),
    ("Låtsasförbundet för lärcentrum, demo", OrganisationKind.MUNICIPAL_FEDERATION),
    ("Fiktiva högskolan, demo", OrganisationKind.UNIVERSITY),
    ("Tänkta folkhögskolan, demo", OrganisationKind.FOLK_HIGH_SCHOOL),
    ("Exempelföretagarna, demo", OrganisationKind.EMPLOYER_ASSOCIATION),
    ("Hittepåmyndigheten, demo", OrganisationKind.AGENCY),
)


@dataclass(frozen=True)
class DemoAction:
    """An action, with one letter per meeting: T on track, D delayed, S stopped, K done, - nothing said."""

    title: str
    owner: int
    course: str
    text: str
    partners: tuple[int, ...] = ()
    amount: int | None = None
    indicator: tuple[str, str, float, float] | None = None  # what, unit, at the beginning, at the end
    outcomes: tuple[float, ...] = ()  # in June and in December of the first year
    months: tuple[int, int] = (1, 24)  # first and last month, counted from the plan's beginning
    said: str = ""  # what is said when it is delayed
    stopped: str = ""  # and when it is stopped


# Priority, goal, and its focus areas with occupation groups (SSYK 2012) and actions.
PRIORITIES: tuple[tuple[str, str, tuple[tuple[str, tuple[str, ...], tuple[DemoAction, ...]], ...]], ...] = (
    (
        "Vård och omsorg med rätt kompetens",
        "Tillgången till utbildade undersköterskor och sjuksköterskor ska motsvara behovet i alla kommuner.",
        (
            (
                "Utbilda undersköterskor nära hemmet",
                ("5321", "5330"),
                (
                    DemoAction(
                        "Samlad vård- och omsorgsutbildning på distans",
                        4,
                        "TTTDTT",
                        "Fyra lärcentrum tar emot samma utbildning.",
                        (1, 2, 3),
                        1_200_000,
                        ("Studerande som har börjat", "personer", 0, 60),
                        (24, 41),
                        said="En lärare har slutat. En ny börjar efter sommaren.",
                        months=(3, 30),
                    ),
                    DemoAction(
                        "Validering av vårdbiträden",
                        1,
                        "TTTTKK",
                        "Den som redan kan får det på papper.",
                        (4,),
                        300_000,
                        ("Validerade vårdbiträden", "personer", 0, 30),
                        (12, 33),
                        (1, 12),
                    ),
                    DemoAction(
                        "Gemensam handledarutbildning",
                        2,
                        "-TTTTT",
                        "Handledare i tre kommuner utbildas tillsammans.",
                        (1, 3),
                        months=(4, 28),
                    ),
                ),
            ),
            (
                "Fler sjuksköterskor i glesbygd",
                ("2221",),
                (
                    DemoAction(
                        "Sjuksköterskeutbildning med närträffar på lärcentrum",
                        5,
                        "TTDDTT",
                        "Studenterna träffas på hemorten.",
                        (4, 0),
                        2_400_000,
                        ("Platser på orter utanför länets centralort", "platser", 8, 24),
                        (8, 18),
                        said="Praktikplatserna räcker inte. Vi söker fler med kommunerna.",
                        months=(1, 36),
                    ),
                    DemoAction(
                        "Bostad och resor under praktik",
                        3,
                        "TDDSSS",
                        "Kommunen ordnar boende för den som gör praktik.",
                        (0,),
                        150_000,
                        months=(1, 12),
                        said="Det är svårt att hitta bostäder att hyra.",
                        stopped="Bostäderna gick inte att hyra. Insatsen avslutas och resorna flyttas till en annan insats.",
                    ),
                ),
            ),
        ),
    ),
    (
        "Kompetens för ett näringsliv som ställer om",
        "Företagen i länet ska kunna rekrytera och vidareutbilda utan att flytta verksamhet.",
        (
            (
                "Industri och teknik",
                ("7212", "8211"),
                (
                    DemoAction(
                        "Korta kurser i svets och automation",
                        6,
                        "TTTTTK",
                        "Tio veckor, delvis på arbetsplatsen.",
                        (7, 4),
                        800_000,
                        ("Deltagare från företag", "personer", 0, 45),
                        (20, 47),
                        (1, 12),
                    ),
                    DemoAction(
                        "Yrkeshögskola för tekniker på distans",
                        5,
                        "TTTDDT",
                        "Ansökan om en ny utbildning skrivs tillsammans.",
                        (7,),
                        120_000,
                        said="Ansökan behöver fler avsiktsförklaringar.",
                        months=(2, 26),
                    ),
                    DemoAction(
                        "Företagens behov en gång om året",
                        7,
                        "TTTTTT",
                        "En fråga till alla företag i stället för fem.",
                        (0,),
                        None,
                        ("Företag som har svarat", "företag", 60, 150),
                        (94, 138),
                        months=(1, 36),
                    ),
                ),
            ),
            (
                "Besöksnäring och handel",
                ("5120", "5131"),
                (
                    DemoAction(
                        "Kockar till fjällen",
                        3,
                        "-DDTTT",
                        "Utbildning mellan säsongerna.",
                        (6, 7),
                        400_000,
                        ("Studerande", "personer", 0, 16),
                        (0, 14),
                        said="Kursstarten flyttas till efter säsongen.",
                        months=(5, 29),
                    ),
                    DemoAction(
                        "Språk på arbetsplatsen",
                        6,
                        "TTTTTT",
                        "Svenska på arbetstid, med lärare på lärcentrum.",
                        (3, 4),
                        250_000,
                        months=(3, 36),
                    ),
                ),
            ),
        ),
    ),
    (
        "Lätt att hitta rätt i utbildning och yrke",
        "Den som väljer väg ska få vägledning som bygger på länets behov.",
        (
            (
                "Vägledning för alla åldrar",
                ("2359",),
                (
                    DemoAction(
                        "Nätverk för alla som vägleder",
                        0,
                        "TTTTTT",
                        "Fyra digitala träffar om året.",
                        (1, 2, 3, 8),
                        90_000,
                        ("Deltagare i träffarna", "personer", 0, 80),
                        (52, 97),
                        months=(1, 36),
                    ),
                    DemoAction(
                        "Visa yrken i klassrummet", 7, "T-TTTT", "Företag besöker skolor i alla kommuner.", (1, 2, 3), months=(2, 24)
                    ),
                ),
            ),
            (
                "Fler vägar in",
                (),
                (
                    DemoAction(
                        "Snabbare väg för den som är ny i Sverige",
                        8,
                        "TTDDDD",
                        "Kartläggning och praktik på samma plats.",
                        (1, 6),
                        600_000,
                        ("Personer som har gått vidare", "personer", 0, 40),
                        (6, 15),
                        said="Färre deltagare än beräknat anvisas.",
                    ),
                    DemoAction(
                        "Lärlingsplatser i små företag", 2, "TTTTTK", "Kommunen sköter det administrativa.", (7,), 200_000, months=(1, 12)
                    ),
                ),
            ),
        ),
    ),
    (
        "Lärande i hela länet",
        "Ingen ska ha längre än en timme till ett rum att läsa i.",
        (
            (
                "Lärcentrum i alla kommuner",
                (),
                (
                    DemoAction(
                        "Gemensam standard för lärcentrum",
                        4,
                        "TTKKKK",
                        "Öppettider, stöd och teknik beskrivs lika.",
                        (1, 2, 3),
                        50_000,
                        months=(1, 8),
                    ),
                    DemoAction(
                        "Nya rum i två kommuner",
                        1,
                        "TTTDDT",
                        "Biblioteken får studierum.",
                        (4,),
                        350_000,
                        ("Nya platser att läsa på", "platser", 0, 40),
                        (0, 22),
                        said="Ombyggnaden väntar på bygglov.",
                        months=(6, 24),
                    ),
                ),
            ),
            (
                "Digital delaktighet",
                (),
                (
                    DemoAction(
                        "Låna dator på lärcentrum", 2, "TTTTTT", "Den som läser på distans får låna.", (4,), 180_000, months=(4, 36)
                    ),
                    DemoAction("Stöd till den som är ovan", 8, "--TTTT", "Hjälp med e-legitimation och ansökan.", (4, 6), months=(7, 30)),
                ),
            ),
        ),
    ),
)

# Month, day, title, introduction of the minutes.
MEETINGS: tuple[tuple[int, int, str, str], ...] = (
    (2, 11, "Ledningsgruppen, februari", "Ordföranden hälsade välkommen till planens första möte för året."),
    (4, 8, "Ledningsgruppen, april", "Mötet hölls på lärcentrumet, som visade sina lokaler."),
    (6, 10, "Ledningsgruppen, juni", "Halvårets utfall låg till grund för mötet."),
    (9, 9, "Ledningsgruppen, september", "Mötet gick igenom sommaren och förslaget till nämnden."),
    (10, 14, "Ledningsgruppen, oktober", "Mötet hölls på distans."),
    (12, 9, "Ledningsgruppen, december", "Årets sista möte. Gruppen såg tillbaka på hela året."),
)


@dataclass(frozen=True)
class DemoDecision:
    """A decision of the first year: at which meeting, under which item, by whom, and after how many days it is due and done."""

    meeting: int
    item: str
    text: str
    owner: int
    due: int
    done: int | None
    amends: int | None = None  # the place in this list of the decision that it changes


DECISIONS: tuple[DemoDecision, ...] = (
    DemoDecision(
        0,
        "Kontaktpersoner för insatserna",
        "Ledningsgruppen beslutar att alla insatser ska ha en kontaktperson senast den 31 mars.",
        0,
        48,
        40,
    ),
    DemoDecision(
        1,
        "Resor under praktik",
        "Ledningsgruppen beslutar att ge regionen i uppdrag att ta fram ett förslag om resor under praktik till junimötet.",
        0,
        60,
        58,
    ),
    DemoDecision(
        2,
        "Praktikplatser för sjuksköterskor",
        "Ledningsgruppen beslutar att kommunerna gemensamt söker fler praktikplatser för sjuksköterskor till den 30 september.",
        1,
        112,
        196,
    ),
    DemoDecision(
        3,
        "Förslag till nämnden om ändring av planen",
        "Ledningsgruppen beslutar att föreslå nämnden att ändra planens första mål och dess första insats.",
        0,
        10,
        5,
    ),
    DemoDecision(
        4,
        "Praktikplatser för sjuksköterskor, längre tid",
        "Ledningsgruppen beslutar att ändra beslut 1 från junimötet så att orden ”den 30 september” ersätts med ”den 31 december”.",
        1,
        78,
        70,
        amends=2,
    ),
    DemoDecision(
        5,
        "Insatsen Bostad och resor under praktik",
        "Ledningsgruppen beslutar att insatsen Bostad och resor under praktik avslutas, och att medlen förs till närträffarna.",
        3,
        60,
        45,
    ),
    DemoDecision(5, "Årsrapporten", "Ledningsgruppen beslutar att årsrapporten lämnas till nämnden i februari.", 0, 70, 68),
)
