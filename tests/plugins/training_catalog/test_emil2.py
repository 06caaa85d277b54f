"""EMIL 2 as XML: what is read of it, and what XML can do to its reader (S27)."""

from __future__ import annotations

import pytest

from core.errors import DomainError
from plugins.training_catalog.emil2.reader import read
from plugins.training_catalog.imports.files import kind_of

from .conftest import NORSJO, Catalogue

DOCUMENTS = f"""<?xml version="1.0" encoding="UTF-8"?>
<emil xmlns:i="http://example.org/education/info" xmlns:e="http://example.org/education/event" xmlns:p="http://example.org/provider">
  <p:educationProvider><p:identifier>p.alvis.1</p:identifier><p:name><p:string lang="swe">Norsjö kommun</p:string></p:name>
    <p:emailAddress>vux@norsjo.example</p:emailAddress></p:educationProvider>
  <i:educationInfo><i:identifier>i.alvis.1</i:identifier><i:title><i:string xml:lang="sv">Svetsteknik &lt;b&gt;grund&lt;/b&gt;</i:string>
    <i:string xml:lang="en">Welding</i:string></i:title><i:form><i:code>gymnasial vuxenutbildning</i:code></i:form>
    <i:credits><i:exact>100</i:exact><i:system><i:code>gy</i:code></i:system></i:credits>
    <i:subject><i:type>SV_Subject</i:type><i:code>SVESVE01</i:code></i:subject><i:resultIsDegree>0</i:resultIsDegree></i:educationInfo>
  <e:educationEvent><e:identifier>e.alvis.1</e:identifier><e:education>i.alvis.1</e:education><e:provider>p.alvis.1</e:provider>
    <e:location><e:municipalityCode>{NORSJO}</e:municipalityCode><e:town>Norsjö</e:town></e:location>
    <e:execution><e:condition>1</e:condition><e:start>2027-08-23</e:start><e:end>2028-01-14</e:end></e:execution>
    <e:paceOfStudy><e:percentage>50</e:percentage></e:paceOfStudy><e:languageOfInstruction>swe</e:languageOfInstruction>
    <e:distance><e:mandatory>2</e:mandatory><e:optional>0</e:optional></e:distance>
    <e:application><e:first>2027-02-01</e:first><e:last>2027-05-15</e:last></e:application><e:cancelled>0</e:cancelled></e:educationEvent>
  <e:educationEvent><e:identifier>e.alvis.2</e:identifier><e:education>i.alvis.1</e:education><e:provider>p.alvis.1</e:provider>
    <e:start>2027-09-01</e:start><e:cancelled>1</e:cancelled></e:educationEvent>
</emil>""".encode()


def test_documents_are_read_with_the_words_of_emil_2(catalogue: Catalogue) -> None:
    run = catalogue.read(DOCUMENTS)
    assert (run.format, run.rows, run.added, run.rejected, run.ignored) == ("emil2", 4, 4, 0, 0)
    education = catalogue.infos[0]
    assert (education.title, education.title_en, education.school_form) == ("Svetsteknik grund", "Welding", "VUXGY")
    assert (education.credits, education.credits_unit, education.result_is_degree) == (100.0, "gy", False)
    assert education.subjects == [{"type": "SV_Subject", "code": "SVESVE01"}]
    first, second = catalogue.events
    assert (str(first.start), str(first.end), first.pace, first.languages) == ("2027-08-23", "2028-01-14", 50.0, "swe")
    assert (first.is_distance, first.mandatory_sessions, first.optional_sessions) == (True, 2, 0)
    assert (str(first.application_last), first.is_cancelled) == ("2027-05-15", False)
    assert (str(second.start), second.is_cancelled, second.is_distance) == ("2027-09-01", True, False)
    assert [(p.municipality_code, p.inferred_from) for p in catalogue.locations] == [(NORSJO, ""), (NORSJO, "provider")]
    assert catalogue.providers[0].email == "vux@norsjo.example"
    again = catalogue.read(DOCUMENTS)
    assert (again.added, again.changed, again.unchanged) == (0, 0, 4)


LAUGHS = "".join(f'<!ENTITY l{n} "{"".join([f"&l{n - 1};"] * 10) if n else "ha"}">' for n in range(10))
BODY = "<educationInfo><identifier>i.1</identifier><title>{}</title></educationInfo>"
HOSTILE = {
    "external entity": f'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>{BODY.format("&e;")}',
    "external over the network": f'<!DOCTYPE x [<!ENTITY e SYSTEM "http://169.254.169.254/">]>{BODY.format("&e;")}',
    "parameter entity": f'<!DOCTYPE x [<!ENTITY % e SYSTEM "http://127.0.0.1/e.dtd"> %e;]>{BODY.format("x")}',
    "a billion laughs": f"<!DOCTYPE x [{LAUGHS}]>{BODY.format('&l9;')}",
    "one large entity many times": f'<!DOCTYPE x [<!ENTITY e "{"x" * 50_000}">]>{BODY.format("&e;" * 1000)}',
    "internal entity": f'<!DOCTYPE x [<!ENTITY e "text">]>{BODY.format("&e;")}',
    "external subset": f'<!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd">{BODY.format("x")}',
    "public subset": f'<!DOCTYPE x PUBLIC "-//X//Y" "http://127.0.0.1/x.dtd">{BODY.format("x")}',
    "a bare document type": f"<!DOCTYPE educationInfo>{BODY.format('x')}",
    "small letters": f"<!doctype x>{BODY.format('x')}",
    "spaces before": f"   \n<!DOCTYPE x>{BODY.format('x')}",
    "after a comment": f"<!-- c --><!DOCTYPE x>{BODY.format('x')}",
    "an entity nobody declared": BODY.format("&nobody;"),
    "not closed": "<educationInfo><identifier>i.1</identifier>",
    "two roots": BODY.format("a") + BODY.format("b"),
    "no documents": "<html><body>Fel adress</body></html>",
    "nested too deep": "<a>" * 200 + "</a>" * 200,
    "nested far too deep": "<a>" * 20_000 + "</a>" * 20_000,
    "an attribute without end": f"<educationInfo x='{'y' * 11_000_000}'/>",
    "a wrong encoding": '<?xml version="1.0" encoding="nonsense"?><html/>',
}


@pytest.mark.requirement("S27")
@pytest.mark.parametrize("case", HOSTILE)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_hostile_xml_is_refused_with_words(case: str, encoding: str) -> None:
    with pytest.raises(DomainError) as refused:
        read(HOSTILE[case].encode(encoding))
    assert refused.value.message.startswith(
        ("Filen har en dokumenttyp", "Filen är inte giltig XML", "Filen innehåller inga", "Filen är nästlad")
    )


@pytest.mark.requirement("S27")
def test_instructions_and_inclusions_do_nothing() -> None:
    text = f"""<?xml-stylesheet href="http://127.0.0.1/x.xsl"?><r xmlns:xi="http://www.w3.org/2001/XInclude">
        <xi:include href="file:///etc/passwd" parse="text"/>{BODY.format("Kurs")}</r>"""
    assert [info.title for info in read(text.encode()).infos] == ["Kurs"]


def test_xml_is_known_by_its_beginning() -> None:
    assert kind_of(DOCUMENTS) == "emil2"
    assert kind_of(DOCUMENTS.decode().replace("UTF-8", "UTF-16").encode("utf-16")) == "emil2"
    assert kind_of(b"\xef\xbb\xbf" + DOCUMENTS) == "emil2"
    assert kind_of(b"Namn;Anordnare\n<b>Kurs</b>;Skolan\n") == "csv"
