"""Every page of the portal, by who sees it. A test compares this with the application's routes: no page is left out."""

from typing import Final

VISITOR: Final = (
    "/", "/sprak", "/hjalp", "/om", "/uppgifter", "/tillganglighet", "/utloggad", "/finns-inte",
)  # fmt: skip
PATIENT: Final = (
    "/min/planering", "/min/planering/svar", "/min/planering/svar/andrat-mig", "/min/planering/historik",
    "/min/planering/historik/3", "/min/planering/jamfor/3/4", "/min/planering/skriv-ut",
    "/min/planering/skriv-ut?text=stor", "/min/tider", "/min/tider > /min/tider/*", "/min/kontakter",
    "/min/berattelse", "/min/mal/nytt", "/min/mal/gunnel-mal-1", "/min/ansvar/nytt", "/min/ansvar/gunnel-ansvar-1",
    "/min/ansvar/gunnel-ansvar-1/hjalp", "/min/anteckning", "/min/fragor", "/min/fragor?om=logg&del=x",
    "/min/sparrar", "/min/delning", "/min/delning/ny", "/min/delning > /min/delning/*", "/min/logg", "/min/logg?alla=1",
    "/min/logg?bara=nekade&vem=vard", "/min/logg/skriv-ut", "/min/logg/bestall",
    "/min/installningar", "/min/appar",
    "/min/stammer-inte", "/min/stammer-inte?del=Goal/gunnel-mal-1", "/min/mina-uppgifter",
)  # fmt: skip
CONTRACT: Final = "/arbete/kontrakt/gunnel-kontrakt"
COORDINATOR: Final = (
    "/arbete", "/arbete/patienter", "/arbete/patient/hassan", "/arbete/patient/gunnel", "/arbete/sok",
    "/arbete/patient/gunnel/nodoppning", "/arbete/patient/gunnel/hav-sparr",
    "/arbete/patient/gunnel/appar", "/arbete/appar",
    "/arbete/vardrelation", "/arbete/folja-upp", "/arbete/fragor",
    "/arbete/fragor > /arbete/fragor/*", "/arbete/inbjudningar", "/arbete/jag", CONTRACT, f"{CONTRACT}/andra",
    f"{CONTRACT}/som-patient", f"{CONTRACT}/som-patient?text=stor", f"{CONTRACT}/skriv-ut", f"{CONTRACT}/svar",
    f"{CONTRACT}/bjud-in", f"{CONTRACT}/bjud-in/ekby-sjukhus-hjarta/paminn", f"{CONTRACT}/klart",
    f"{CONTRACT}/samtycke", f"{CONTRACT}/samtycke > {CONTRACT}/samtycke/*/sluta",
    f"{CONTRACT}/invandningar", f"{CONTRACT}/ratta", f"{CONTRACT}/undanhall", f"{CONTRACT}/lamna-ut",
    f"{CONTRACT}/folja-upp", f"{CONTRACT}/avsluta", f"{CONTRACT}/utgavor", f"{CONTRACT}/utgavor/3",
    "/arbete/lofte/gunnel-kontrakt/gunnel-ansvar-5", "/arbete/kontrakt/samir-kontrakt",
    "/arbete/kontrakt/samir-kontrakt/andra", "/arbete/kontrakt/samir-kontrakt/las-tillsammans",
    "/arbete/kontrakt/nytt/hassan", "/arbete/kontrakt/sara-kontrakt/pausa", "/arbete/kontrakt/sara-kontrakt/svar/tillbaka",
    "/arbete/delade",
)  # fmt: skip
NURSE: Final = (
    "/arbete", "/arbete/patienter", "/arbete/inbjudningar", "/arbete/inbjudningar > /arbete/inbjudningar/*",
    "/arbete/delade", "/arbete/delade/gunnel/plan",
    "/arbete/delade/gunnel/lofte/nytt", "/arbete/delade/gunnel/plan > /arbete/delade/gunnel/lofte/*",
)  # fmt: skip

ATLAS: Final[dict[str, tuple[str, ...]]] = {
    "": VISITOR,
    "gunnel": PATIENT,
    "maria": COORDINATOR,
    "ahmed": NURSE,
    "karin": ("/arbete/delade", "/arbete/delade > /arbete/delade/*"),
    "lars": (
        "/arbete",
        "/granska",
        "/granska/regel/skyddad",
        "/granska/regel/utan_relation",
        "/granska/kontroller",
        "/granska/bestallningar",
    ),
    "astrid": (
        "/administrera",
        "/administrera/nytt-program",
        "/administrera/program/demo-app",
        "/administrera/program/demo-app/behorigheter",
        "/administrera/program/demo-app/adresser",
        "/administrera/program/demo-app/stang",
        "/administrera/program/demo-integrator",
        "/administrera/program/demo-integrator/nycklar",
        "/administrera/program/demo-app/hemlighet",
        "/administrera/program/demo-app/oppna",
        "/administrera/personal",
        "/administrera/personal/linden",
        "/administrera/personal/linden/nytt",
        "/administrera/personal/linden/nytt/johan",
        "/administrera/personal/linden/maria/avsluta",
    ),
    "sara": ("/min/planering", "/min/installningar", "/min/appar"),
    "noel": ("/min/planering",),
    "hassan": ("/min/planering", "/min/kontakter", "/min/tider"),
}
"""Whose pages: nobody's (""), Gunnel's, … "A > B" is the first link on A that looks like B, where * is any id."""

NOT_PAGES: Final = frozenset(
    {
        # Nothing in the demo leads here; its form is tested in tests/portal/arbete.
        "/arbete/att-gora/<id>",
        # Nothing in the demo waits for a second administrator; tested in tests/portal/test_administration.py.
        "/administrera/andring/<id>", "/administrera/andring/<id>/godkann", "/administrera/andring/<id>/avsla",
        "/administrera/andring/<id>/hemlighet",
        # Nothing in the demo is on the log reader's list; tested in tests/portal/test_review_pages.py.
        "/granska/rad/<id>",
        "/in", "/inloggad", "/min/kvar", "/arbete/kvar", "/min/tider/<id>.ics", "/min/mina-uppgifter/hamta",
        "/min/logg/fil", "/min/logg/bestalld/<id>",
        # Buttons of another page: whoever opens their address is led to it.
        "/granska/bestallningar/<id>",
        "/min/ansvar/<id>/gjort", "/min/ansvar/<id>/angra", "/min/anteckning/<id>/ta-bort", "/min/mal/<id>/avsluta",
        "/arbete/kontrakt/<id>/slag-ihop", "/arbete/lofte/<contract>/<task>/anteckna", "/arbete/lofte/<contract>/<task>/klart",
        "/arbete/lofte/<contract>/<task>/paminn", "/arbete/lofte/<contract>/<task>/status",
    }
)  # fmt: skip
"""Addresses that lead on, or answer with something else than a page."""
