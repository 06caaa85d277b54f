"""The standard words of the inventory's mails. A region may write its own."""

from __future__ import annotations

from core.i18n import lazy_gettext as _l
from core.plugins import MailTemplate, MailVariable

INVITATION, REMINDER = "employer_needs.invitation", "employer_needs.reminder"
RESUME, RECEIPT = "employer_needs.resume", "employer_needs.receipt"
FOLLOW, NEWS = "employer_needs.follow", "employer_needs.news"
LETTER, LETTER_WITHDRAWN = "employer_needs.letter", "employer_needs.letter_withdrawn"
DELEGATED, HANDED_OVER = "employer_needs.delegated", "employer_needs.handed_over"

_LINK = MailVariable("link", _l("Mottagarens egen länk"), "https://samkraft.example/r/exempel/employer-needs/abc", required=True)
_DAY = MailVariable("day", _l("Sista dagen att svara"), _l("24 november 2026"))
_ORGANISATION = MailVariable("organisation", _l("Arbetsgivarens namn"), _l("Exempelverken AB"))
_PRACTICAL = MailVariable(
    "practical",
    _l("Hur lång tid det tar, och att svaret är en allmän handling"),
    _l("Det tar ungefär tio minuter. Ett svar till oss är en allmän handling."),
    required=True,
)
_CONTACT = MailVariable(
    "contact", _l("Vart man skriver med frågor. Tom om regionen inte har en adress."), _l("Frågor? Skriv till namn@exempel.se.")
)
_SENDER = MailVariable("sender", _l("Vem som frågar"), _l("Exempelregionen"))
_WHY = MailVariable("why", _l("Varför mejlet kommer"), _l("Du får mejlet för att din arbetsgivare är inbjuden att svara."), required=True)

TEMPLATES = [
    MailTemplate(
        INVITATION,
        _l("Inbjudan att svara"),
        _l("Det första mejlet till en inbjuden arbetsgivare."),
        _l("Vilken kompetens behöver {{ organisation }}?"),
        _l(
            "Hej\n\n{{ letter }}\n\nSvara här, senast {{ day }}:\n{{ link }}\n\n{{ practical }}\n\n{{ contact }}\n\n"
            "Vänliga hälsningar\n{{ sender }}\n\n--\n{{ why }}"
        ),
        [
            _ORGANISATION,
            MailVariable("letter", _l("Omgångens brev, eller standardtexten"), _l("Vi vill veta vilken kompetens ni behöver.")),
            _DAY,
            _LINK,
            _PRACTICAL,
            _CONTACT,
            _SENDER,
            _WHY,
        ],
    ),
    MailTemplate(
        REMINDER,
        _l("Påminnelse om att svara"),
        _l("Samma länk igen, till den som inte har svarat."),
        _l("Påminnelse: vilken kompetens behöver {{ organisation }}?"),
        _l(
            "Hej\n\nFör en tid sedan frågade vi vilken kompetens ni behöver. Vi har inte fått ert svar än, "
            "och det betyder något även om ni bara behöver en person.\n\n"
            "Svara här, senast {{ day }}:\n{{ link }}\n\n{{ practical }}\n\n{{ contact }}\n\n"
            "Vänliga hälsningar\n{{ sender }}\n\n--\n{{ why }}"
        ),
        [_ORGANISATION, _DAY, _LINK, _PRACTICAL, _CONTACT, _SENDER, _WHY],
    ),
    MailTemplate(
        DELEGATED,
        _l("Inbjudan som en kollega lämnat över"),
        _l("Till den som tar över en inbjudan, med en egen länk."),
        _l("En kollega ber dig svara: vilken kompetens behöver {{ organisation }}?"),
        _l(
            "Hej {{ name }}\n\nVi frågar vilken kompetens {{ organisation }} behöver de närmaste åren. "
            "{{ colleague }} har lämnat över frågan till dig.\n\n"
            "Svara här, senast {{ day }}:\n{{ link }}\n\n{{ practical }}\n\n{{ contact }}\n\n"
            "Vänliga hälsningar\n{{ sender }}\n\n--\n{{ why }}"
        ),
        [
            _ORGANISATION,
            MailVariable("name", _l("Kollegans namn"), _l("Kim Exempel")),
            MailVariable("colleague", _l("Adressen till den som lämnade över"), "hr@exempel.example", required=True),
            _DAY,
            _LINK,
            _PRACTICAL,
            _CONTACT,
            _SENDER,
            _WHY,
        ],
    ),
    MailTemplate(
        HANDED_OVER,
        _l("Bekräftelse på att en inbjudan lämnats över"),
        _l("Till den som lämnade över."),
        _l("Inbjudan till {{ organisation }} är överlämnad"),
        _l(
            "Hej\n\nInbjudan att svara för {{ organisation }} är nu överlämnad till {{ name }} ({{ address }}). "
            "Din länk fungerar inte längre, och du får inga fler påminnelser.\n\n"
            "{{ contact }}\n\nVänliga hälsningar\n{{ sender }}\n\n--\n{{ why }}"
        ),
        [
            _ORGANISATION,
            MailVariable("name", _l("Kollegans namn"), _l("Kim Exempel")),
            MailVariable("address", _l("Kollegans adress"), "kim@exempel.example", required=True),
            _CONTACT,
            _SENDER,
            _WHY,
        ],
    ),
    MailTemplate(
        RESUME,
        _l("Länk till ett utkast"),
        _l("Till den som ber om länken för att fortsätta senare."),
        _l("Fortsätt med ditt svar om kompetensbehov"),
        _l(
            "Hej\n\nHär är länken till ditt utkast. Den fungerar på vilken enhet som helst till och med {{ day }}:\n{{ link }}\n\n"
            "{{ contact }}\n\nVänliga hälsningar\n{{ sender }}\n\n--\n{{ why }}"
        ),
        [_DAY, _LINK, _CONTACT, _SENDER, _WHY],
    ),
    MailTemplate(
        RECEIPT,
        _l("Kvitto på ett svar"),
        _l("En kopia av svaret, till den som skickade det."),
        _l("Kvitto: ert svar {{ reference }} om kompetensbehov"),
        _l(
            "Hej\n\nTack för svaret. Referensen är {{ reference }}.\n\n{{ summary }}\n\n"
            "Här ser du vad som händer med varje behov:\n{{ link }}\n\n"
            "Vi jämför nu era behov med andra arbetsgivares. När flera behöver samma sak letar vi upp eller beställer en utbildning.\n\n"
            "{{ contact }}\n\nVänliga hälsningar\n{{ sender }}\n\n--\n{{ why }}"
        ),
        [
            MailVariable("reference", _l("Svarets referens"), "BH-7K3F-9Q2M", required=True),
            MailVariable("summary", _l("Vad som svarades"), _l("2 undersköterskor i Norsjö"), required=True),
            _LINK,
            _CONTACT,
            _SENDER,
            _WHY,
        ],
    ),
    MailTemplate(
        FOLLOW,
        _l("Bekräfta att du vill följa behov"),
        _l("Till den som har bett om mejl när något händer med en arbetsgivares behov."),
        _l("Vill du få mejl om behoven hos {{ organisation }}?"),
        _l(
            "Hej\n\nNågon har bett oss mejla dig när något händer med de behov som {{ organisation }} har lämnat. "
            "Säg ja på sidan, så börjar vi:\n{{ link }}\n\nVänliga hälsningar\n{{ sender }}\n\n--\n{{ why }}"
        ),
        [_ORGANISATION, _LINK, _SENDER, _WHY],
    ),
    MailTemplate(
        NEWS,
        _l("Något har hänt med ett behov"),
        _l("Till den som följer en arbetsgivares behov."),
        _l("Nytt om behoven hos {{ organisation }}"),
        _l("Hej\n\n{{ news }}\n\nAllt som har hänt:\n{{ link }}\n\nVänliga hälsningar\n{{ sender }}\n\n--\n{{ why }}"),
        [
            _ORGANISATION,
            MailVariable("news", _l("Vad som har hänt, behov för behov"), _l("Undersköterska: Ingår i en grupp"), required=True),
            _LINK,
            _SENDER,
            _WHY,
        ],
    ),
    MailTemplate(
        LETTER,
        _l("Kvitto på en avsiktsförklaring"),
        _l("Till den som har undertecknat."),
        _l("Er avsiktsförklaring {{ reference }}"),
        _l(
            "Hej\n\nTack. Så här står det i avsiktsförklaringen {{ reference }} från {{ organisation }}:\n\n{{ text }}\n\n"
            "Här kan du läsa den, ladda ner den som PDF och dra tillbaka den:\n{{ link }}\n\n"
            "Vänliga hälsningar\n{{ sender }}\n\n--\n{{ why }}"
        ),
        [
            MailVariable("reference", _l("Avsiktsförklaringens referens"), "AF-7K3F-9Q2M", required=True),
            _ORGANISATION,
            MailVariable("text", _l("Det som undertecknades"), _l("Anställa: 2 personer inom ett år"), required=True),
            _LINK,
            _SENDER,
            _WHY,
        ],
    ),
    MailTemplate(
        LETTER_WITHDRAWN,
        _l("En avsiktsförklaring är återkallad"),
        _l("Till den som hade undertecknat."),
        _l("Avsiktsförklaringen {{ reference }} är återkallad"),
        _l(
            "Hej\n\nAvsiktsförklaringen {{ reference }} från {{ organisation }} gäller inte längre. {{ reason }}\n\n"
            "Den finns kvar som handling:\n{{ link }}\n\nVänliga hälsningar\n{{ sender }}\n\n--\n{{ why }}"
        ),
        [
            MailVariable("reference", _l("Avsiktsförklaringens referens"), "AF-7K3F-9Q2M", required=True),
            _ORGANISATION,
            MailVariable("reason", _l("Varför, om någon har skrivit det"), _l("Skäl: vi anställer inte längre.")),
            _LINK,
            _SENDER,
            _WHY,
        ],
    ),
]
