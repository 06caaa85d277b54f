"""What the demo is made of. No employer here exists; the names say so."""

from __future__ import annotations

from dataclasses import dataclass

LETTER = (
    "Det här är ett demobrev. Vi frågar alla arbetsgivare i regionen vilken kompetens de behöver de närmaste åren, stora som små. "
    "När flera behöver samma sak ordnar vi utbildning tillsammans med lärcentrumen."
)

# Name pattern, and what kind of employer it is.
EMPLOYERS = (
    ("Demo Omsorg i {place}", "care"),
    ("Exempelskolan i {place}", "school"),
    ("Exempelverken i {place} AB", "industry"),
    ("Demobygg i {place} AB", "building"),
    ("Påhittade Åkeriet i {place}", "transport"),
    ("Exempelhälsan i {place}", "health"),
    ("Demofjäll Turism i {place}", "tourism"),
    ("Exempel IT och Kontor i {place}", "office"),
)


@dataclass(frozen=True)
class Work:
    """Something employers need: a group of SSYK 2012, what people call it, who needs it, and what goes with it."""

    group: str
    titles: tuple[str, ...]
    level: str
    employers: frozenset[str]
    skills: tuple[str, ...]


def _work(group: str, titles: str, level: str, employers: str, skills: str) -> Work:
    return Work(group, tuple(titles.split("|")), level, frozenset(employers.split()), tuple(skills.split("|")))


WORK = (
    _work(
        "5321", "Undersköterska|Usk inom hemtjänst", "upper_secondary", "care health", "Demensvård|Läkemedelsdelegering|Svenska i vården"
    ),
    _work("5330", "Vårdbiträde|Omsorgsbiträde", "short_course", "care", "Bemötande|Förflyttningsteknik"),
    _work("2221", "Sjuksköterska|Grundutbildad sjuksköterska", "higher", "care health", "Triage|Handledning"),
    _work("5311", "Barnskötare|Barnskötare på förskola", "upper_secondary", "school", "Tecken som stöd|Språkutveckling"),
    _work("5312", "Elevassistent|Resursperson", "short_course", "school", "Neuropsykiatriska funktionsnedsättningar"),
    _work("2343", "Förskollärare", "higher", "school", "Handledning av studenter"),
    _work("7212", "Svetsare|Licenssvetsare", "vocational", "industry", "TIG-svetsning|Ritningsläsning"),
    _work("7223", "CNC-operatör|Maskinställare", "vocational", "industry", "Programmering av CNC-maskiner|Mätteknik"),
    _work("7411", "Elektriker|Installationselektriker", "upper_secondary", "building industry", "Laddinfrastruktur|Solceller"),
    _work("7111", "Snickare|Träarbetare", "upper_secondary", "building", "Prefabricerade hus|Ställningsbyggnad"),
    _work("8332", "Lastbilschaufför|Distributionsförare", "upper_secondary", "transport", "Yrkeskompetensbevis|ADR"),
    _work("5120", "Kock|Restaurangkock", "upper_secondary", "tourism care school", "Specialkost|Livsmedelshygien"),
    _work("2512", "Systemutvecklare|Programmerare", "higher", "office industry", "Python|Informationssäkerhet"),
    _work("4111", "Ekonomiassistent|Redovisningsassistent", "vocational", "office transport", "Löneadministration|Offentlig upphandling"),
    _work("9412", "Köksbiträde|Restaurangbiträde", "none", "tourism", "Engelska|Kassahantering"),
)

NOTES = ("", "", "", "Vi kan ta emot studiebesök.", "Vi behöver hjälp att nå sökande utanför kommunen.", "Gärna start efter sommaren.")
