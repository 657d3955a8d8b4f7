"""Definitions of FHIR: code systems, value sets, profiles, parameters, operations and capabilities."""

from patientkontrakt.fhir.search.parameters.row import reference, string, table, token, uri
from patientkontrakt.fhir.search.parameters.shared import PUBLISHED

CODE_SYSTEM = table(
    *PUBLISHED,
    token("code", "concept.code:code"),
    token("content-mode", "content:code"),
    token("identifier", "identifier:Identifier"),
    token("language", "concept.designation.language:code"),
    reference("supplements", "supplements:canonical", to="CodeSystem"),
    uri("system", "url"),
    string("title", "title"),
)

VALUE_SET = table(
    *PUBLISHED,
    token("code", "expansion.contains.code:code", "compose.include.concept.code:code"),
    uri("expansion", "expansion.identifier"),
    token("identifier", "identifier:Identifier"),
    uri("reference", "compose.include.system"),
    string("title", "title"),
)

STRUCTURE_DEFINITION = table(
    *PUBLISHED,
    token("abstract", "abstract:boolean"),
    reference("base", "baseDefinition:canonical", to="StructureDefinition"),
    token("base-path", "snapshot.element.base.path:string", "differential.element.base.path:string"),
    token("derivation", "derivation:code"),
    token("experimental", "experimental:boolean"),
    token("ext-context", "context.type:code"),
    token("identifier", "identifier:Identifier"),
    token("keyword", "keyword:Coding"),
    token("kind", "kind:code"),
    token("path", "snapshot.element.path:string", "differential.element.path:string"),
    string("title", "title"),
    uri("type", "type"),
    reference("valueset", "snapshot.element.binding.valueSet:canonical", to="ValueSet"),
)

SEARCH_PARAMETER = table(
    *PUBLISHED,
    token("base", "base:code"),
    token("code", "code:code"),
    reference("component", "component.definition:canonical", to="SearchParameter"),
    reference("derived-from", "derivedFrom:canonical", to="SearchParameter"),
    token("target", "target:code"),
    token("type", "type:code"),
)

OPERATION_DEFINITION = table(
    *PUBLISHED,
    reference("base", "base:canonical", to="OperationDefinition"),
    token("code", "code:code"),
    reference("input-profile", "inputProfile:canonical", to="StructureDefinition"),
    token("instance", "instance:boolean"),
    token("kind", "kind:code"),
    reference("output-profile", "outputProfile:canonical", to="StructureDefinition"),
    token("system", "system:boolean"),
    string("title", "title"),
    token("type", "type:boolean"),
)

CAPABILITY_STATEMENT = table(
    *PUBLISHED,
    token("fhirversion", "version:string"),
    token("format", "format:code"),
    reference("guide", "implementationGuide:canonical", to="ImplementationGuide"),
    token("mode", "rest.mode:code"),
    token("resource", "rest.resource.type:code"),
    reference("resource-profile", "rest.resource.profile:canonical", to="StructureDefinition"),
    token("security-service", "rest.security.service"),
    string("software", "software.name"),
    reference("supported-profile", "rest.resource.supportedProfile:canonical", to="StructureDefinition"),
    string("title", "title"),
)
