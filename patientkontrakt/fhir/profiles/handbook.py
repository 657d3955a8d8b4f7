"""The page docs/profiles.md, written from the tables, so that it cannot say anything else than the code.

To renew it: `python -m patientkontrakt.fhir.profiles.handbook > docs/profiles.md`
"""

import sys
from collections.abc import Iterator

from patientkontrakt.fhir.profiles.codes import OURS as CODE_SYSTEMS
from patientkontrakt.fhir.profiles.codes_of_others import OTHERS
from patientkontrakt.fhir.profiles.extension import Extension
from patientkontrakt.fhir.profiles.extensions import EXTENSIONS
from patientkontrakt.fhir.profiles.judging import PROFILES
from patientkontrakt.fhir.profiles.operations import OURS as OPERATIONS
from patientkontrakt.fhir.profiles.package import NAME
from patientkontrakt.fhir.profiles.profile import Profile
from patientkontrakt.fhir.profiles.terms import CodeSystem
from patientkontrakt.fhir.systems import BASE

_INTRODUCTION = f"""\
# Profiles, extensions and codes

What our resources demand beyond R4. This page is written from the tables in `patientkontrakt/fhir/profiles/`, by which every
write is judged and of which the definitions are made; a test fails when they differ.

- **Where they are**: `GET /fhir/StructureDefinition/pk-…`, `/CodeSystem/pk-…`, `/ValueSet/pk-…`, `/OperationDefinition/pk-…`,
  and by search; for anybody, with an ETag, to be kept for an hour. All of them as a FHIR package (`{NAME}`):
  `GET /fhir/package.tgz`, or `python -m patientkontrakt.fhir.profiles.package > package.tgz`. Their canonical addresses
  begin with `{BASE}/`. With a token for the type a search also finds what others have defined in the archive,
  after ours. Ours are changed by a release and by nobody's write (405).
- **How a resource is judged**: by R4, by the shapes of our extensions wherever they stand, and by each profile that it claims:
  by its coding (the column *Claimed by*), or by the address in `meta.profile`. A write that breaks one is 422. A profile of
  others in `meta.profile` is kept, and not judged.
- **`$validate`** (`POST /fhir/<type>/$validate`, `/<type>/<id>/$validate`; a resource, or Parameters with `resource`, `mode`,
  `profile`) says what a write would say of the resource itself, for anybody: nothing is stored, nothing of it is logged. The
  answer is 200 with an OperationOutcome, whatever was found; 400 for what cannot be read or a profile that is not here; 429
  after 120 in a minute from one address, where each 16 kB of a large one counts. `mode=delete` says that nothing is deleted.
  Without a resource, `/<type>/<id>/$validate` judges what is stored: a read, with its law and its log.
- **What it cannot say** is what depends on the rest of the record: whether references lead anywhere, the steps of a plan, who
  may write. The column *Besides* has those rules; they hold at every door all the same.
- The StructureDefinitions are differentials over R4 4.0.1; tools that want snapshots make them.
"""


def page() -> Iterator[str]:
    """The page, line by line."""
    yield _INTRODUCTION
    yield "## Profiles\n"
    yield "| Profile | Of | Claimed by | Demands | Extensions | Besides |\n|---|---|---|---|---|---|"
    yield from map(_profile, PROFILES.values())
    yield "\n## What they keep of the profiles of others\n"
    yield "| Profile | Keeps | How |\n|---|---|---|"
    for each in PROFILES.values():
        yield from (f"| `pk-{each.name}` | {address} | {how} |" for address, how in each.honours)
    yield "\n## Extensions\n"
    yield "| Extension | On | Value | |\n|---|---|---|---|"
    yield from (_extension(each) for each in EXTENSIONS.values())
    yield "\n## Codes\n"
    yield "Each has a ValueSet of the same name.\n"
    yield "| CodeSystem | | Codes |\n|---|---|---|"
    yield from (_codes(f"`pk-{each.name}`", each) for each in CODE_SYSTEMS)
    yield "\nAnd of others, by ValueSets of ours:\n"
    yield "| ValueSet | System | Codes |\n|---|---|---|"
    yield from (f"| `pk-{each.name}` | `{each.url}` | {_listed(each)} |" for each in OTHERS)
    yield "\n## Operations\n"
    yield "| OperationDefinition | | |\n|---|---|---|"
    yield from (f"| `{each.id}` | `/{each.type}/<id>/${each.code}` | {each.en} |" for each in OPERATIONS)


def _profile(profile: Profile) -> str:
    said = [f"`{each.element or profile.type}`: {each.en}" for each in profile.demands if each.en]
    claim = (
        f"`{profile.claim[0].rpartition('/')[2]}#{profile.claim[1]}`" if profile.claim else "`meta.profile`"
    )
    extensions = ", ".join(f"`pk-{each}`" for each in profile.extensions)
    cells = (f"`pk-{profile.name}`", profile.type, claim, " ".join(said), extensions, profile.beyond)
    return f"| {' | '.join(cells)} |"


def _extension(extension: Extension) -> str:
    value = ", ".join(f"`{part.name}` {_typed(part.type, part.codes)}" for part in extension.parts)
    kind = value or _typed(extension.type, extension.codes)
    return f"| `pk-{extension.name}` | {', '.join(extension.holders)} | {kind} | {extension.en} |"


def _typed(type: str, codes: str) -> str:
    return f"{type} of `pk-{codes}`" if codes else type


def _codes(name: str, system: CodeSystem) -> str:
    return f"| {name} | {system.en} | {_listed(system)} |"


def _listed(system: CodeSystem) -> str:
    return ", ".join(f"`{each.code}` {each.en.lower()}" for each in system.terms)


if __name__ == "__main__":
    sys.stdout.write("\n".join(page()) + "\n")
