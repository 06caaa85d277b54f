"""The catalogue of a region's open data after DCAT-AP-SE 3.

Sources: DIGG, "DCAT-AP-SE 3.0.0"; SEMIC, "DCAT-AP 3.0"; the EU's authority tables for themes, languages, frequencies and media types.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from core.geo.queries import name_of
from core.i18n import gettext as _
from core.i18n import speaking
from core.notices.mails import absolute_path
from core.opendata.queries import Published
from core.plugins.declarations import Distribution
from core.regions.queries import municipalities

if TYPE_CHECKING:
    from rdflib import Graph, URIRef

    from core.regions.models import Region

LICENCE = "http://creativecommons.org/publicdomain/zero/1.0/"
AUTHORITY = "http://publications.europa.eu/resource/authority/"
IANA = "http://www.iana.org/assignments/media-types/"
SWEDISH = "sv"
FORMATS = {"ttl": ("turtle", "text/turtle"), "rdf": ("pretty-xml", "application/rdf+xml"), "jsonld": ("json-ld", "application/ld+json")}
API = "/api/v1/"


def catalogue_path(region: Region) -> str:
    """The page of the region's open data, whose address is also the catalogue's name."""
    return f"/r/{region.slug}/open-data/"


def dataset_path(region: Region, each: Published) -> str:
    """The page of a data set; its files stand beside it, with an ending."""
    return f"{catalogue_path(region)}{each.plugin}/{each.data.name}"


def files(region: Region, each: Published) -> list[Distribution]:
    """All ways to get a data set: as files of its rows, and what its plugin adds."""
    path = dataset_path(region, each)
    own = (
        [Distribution("CSV", f"{path}.csv", "text/csv"), Distribution("JSON", f"{path}.json", "application/json")]
        if each.data.header
        else []
    )
    return [*own, *each.data.distributions]


def write(region: Region, found: Sequence[Published], form: str) -> bytes:
    """The catalogue as bytes; the same data give the same bytes.

    Args:
        form: "ttl", "rdf" or "jsonld".
    """
    with speaking(SWEDISH):
        graph = _graph(region, found)
    text = graph.serialize(format=FORMATS[form][0], encoding="utf-8")
    return text if isinstance(text, bytes) else str(text).encode()


def _graph(region: Region, found: Sequence[Published]) -> Graph:
    from rdflib import Graph, Literal, Namespace, URIRef
    from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, RDFS, SKOS, XSD

    VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")

    graph = Graph()
    for prefix, namespace in (("dcat", DCAT), ("dcterms", DCTERMS), ("foaf", FOAF), ("vcard", VCARD), ("skos", SKOS)):
        graph.bind(prefix, namespace)

    def say(subject: URIRef, predicate: URIRef, *values: Any) -> None:
        for value in values:
            graph.add((subject, predicate, value))

    def swedish(text: Any) -> Literal:
        return Literal(str(text), lang=SWEDISH)

    def known(address: str, *kinds: URIRef) -> URIRef:
        node = URIRef(address)
        say(node, RDF.type, *kinds)
        return node

    home = absolute_path(catalogue_path(region))
    catalogue, publisher, contact = URIRef(home), URIRef(f"{home}#publisher"), URIRef(f"{home}#contact")
    licence = known(LICENCE, DCTERMS.LicenseDocument)
    language = known(f"{AUTHORITY}language/SWE", DCTERMS.LinguisticSystem)
    rights = known(f"{AUTHORITY}access-right/PUBLIC", DCTERMS.RightsStatement)
    theme_taxonomy = known(f"{AUTHORITY}data-theme", SKOS.ConceptScheme)
    say(theme_taxonomy, DCTERMS.title, Literal("Data theme", lang="en"))
    say(publisher, RDF.type, FOAF.Agent)
    say(publisher, FOAF.name, swedish(region.name))
    say(publisher, FOAF.homepage, known(absolute_path(f"/r/{region.slug}/"), FOAF.Document))
    say(
        publisher,
        DCTERMS.type,
        _concept(say, SKOS, RDF, swedish, "http://purl.org/adms/publishertype/RegionalAuthority", "Regional myndighet"),
    )
    say(contact, RDF.type, VCARD.Organization, VCARD.Kind)
    say(contact, VCARD.fn, Literal(region.name))
    if region.contact_email:
        say(contact, VCARD.hasEmail, URIRef(f"mailto:{region.contact_email}"))
    else:
        say(contact, VCARD.hasURL, URIRef(absolute_path(f"/r/{region.slug}/feedback")))
    places = []
    for code in [municipality.code for municipality in municipalities(region)]:
        place = known(f"{home}#municipality-{code}", DCTERMS.Location)
        say(place, SKOS.prefLabel, swedish(name_of(code)))
        say(place, DCTERMS.identifier, Literal(code))
        places.append(place)

    say(catalogue, RDF.type, DCAT.Catalog)
    say(catalogue, DCTERMS.title, swedish(_("Öppna data från %(region)s", region=region.name)))
    about = _("Datamängder om kompetensförsörjning som %(region)s publicerar. Alla får använda dem fritt.", region=region.name)
    say(catalogue, DCTERMS.description, swedish(about))
    say(catalogue, DCTERMS.publisher, publisher)
    say(catalogue, DCTERMS.license, licence)
    say(catalogue, DCTERMS.language, language)
    say(catalogue, DCTERMS.spatial, *places)
    say(catalogue, DCAT.themeTaxonomy, theme_taxonomy)
    say(catalogue, FOAF.homepage, known(home, FOAF.Document))
    changed = [each.data.modified for each in found if each.data.modified]
    if changed:
        say(catalogue, DCTERMS.modified, Literal(max(changed).isoformat(), datatype=XSD.date))

    for each in found:
        data = each.data
        dataset = URIRef(absolute_path(dataset_path(region, each)))
        say(catalogue, DCAT.dataset, dataset)
        say(dataset, RDF.type, DCAT.Dataset)
        say(dataset, DCTERMS.title, swedish(data.title))
        say(dataset, DCTERMS.description, swedish(data.description))
        say(dataset, DCTERMS.identifier, Literal(str(dataset)))
        say(dataset, DCTERMS.publisher, publisher)
        say(dataset, DCAT.contactPoint, contact)
        say(dataset, DCTERMS.language, language)
        say(dataset, DCTERMS.accessRights, rights)
        say(dataset, DCTERMS.spatial, *places)
        say(dataset, DCAT.theme, _concept(say, SKOS, RDF, swedish, f"{AUTHORITY}data-theme/{data.theme}", data.theme))
        say(dataset, DCTERMS.accrualPeriodicity, known(f"{AUTHORITY}frequency/{data.frequency}", DCTERMS.Frequency))
        say(dataset, DCAT.landingPage, known(str(dataset), FOAF.Document))
        say(dataset, DCAT.keyword, *(swedish(word) for word in data.keywords))
        if data.modified:
            say(dataset, DCTERMS.modified, Literal(data.modified.isoformat(), datatype=XSD.date))
        for number, way in enumerate(files(region, each)):
            address = URIRef(absolute_path(way.path))
            node = URIRef(f"{dataset}#distribution-{number + 1}")
            media = known(f"{IANA}{way.media_type}", DCTERMS.MediaType, DCTERMS.MediaTypeOrExtent)
            say(dataset, DCAT.distribution, node)
            say(node, RDF.type, DCAT.Distribution)
            say(node, DCTERMS.title, swedish(way.title))
            say(node, DCAT.accessURL, known(str(address), RDFS.Resource))
            say(node, DCTERMS.license, licence)
            say(node, DCTERMS["format"], media)
            say(node, DCAT.mediaType, media)
            if way.conforms_to:
                standard = known(way.conforms_to[0], DCTERMS.Standard)
                say(standard, DCTERMS.title, swedish(way.conforms_to[1]))
                say(node, DCTERMS.conformsTo, standard)
            if not way.service:
                say(node, DCAT.downloadURL, address)
                continue
            service = URIRef(f"{dataset}#service-{number + 1}")
            say(node, DCAT.accessService, service)
            say(service, RDF.type, DCAT.DataService)
            say(service, DCTERMS.title, swedish(way.title))
            say(service, DCTERMS.publisher, publisher)
            say(service, DCTERMS.license, licence)
            say(service, DCAT.contactPoint, contact)
            say(service, DCAT.endpointURL, address)
            say(service, DCAT.endpointDescription, known(absolute_path(f"{API}openapi.json"), RDFS.Resource))
            say(service, DCAT.servesDataset, dataset)
            say(catalogue, DCAT.service, service)
    return graph


def _concept(say: Any, skos: Any, rdf: Any, swedish: Any, address: str, label: str) -> URIRef:
    from rdflib import URIRef

    node = URIRef(address)
    say(node, rdf.type, skos.Concept)
    say(node, skos.prefLabel, swedish(label))
    return node
