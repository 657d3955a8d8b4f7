"""Whose plan the words of a page are about: the reader's own ("Min planering"), or her child's ("Alvas planering").

Every text that is said in both ways stands here, in both ways. “Ni” is the child with the family: what a guardian has answered
she answered for the child. What has no owner in it is said alike to everybody and stands where it is used.
"""

from dataclasses import dataclass
from typing import Any, Final

from flask import g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as __

from patientkontrakt.portal.names import possessive
from patientkontrakt.portal.session import Session
from patientkontrakt.portal.words import capital

SAID: Final[dict[str, tuple[Any, Any]]] = {
    # What the pages and their parts are called.
    "rubrik": (__("Min sammanhållna planering"), __("%(whose)s sammanhållna planering")),
    "planering": (__("Min planering"), __("%(whose)s planering")),
    "till-planering": (__("Till min planering"), __("Till %(whose)s planering")),
    "skriv-ut": (__("Skriv ut min planering"), __("Skriv ut %(whose)s planering")),
    "tider": (__("Mina tider"), __("%(whose)s tider")),
    "alla-tider": (__("Alla mina tider"), __("Alla %(whose)s tider")),
    "kontakter": (__("Mina kontakter"), __("%(whose)s kontakter")),
    "fasta": (__("Mina fasta kontakter"), __("%(whose)s fasta kontakter")),
    "mal": (__("Mina mål"), __("%(whose)s mål")),
    "planer": (__("Mina planer"), __("%(whose)s planer")),
    "lasare": (__("Vem kan läsa min planering"), __("Vem kan läsa %(whose)s planering")),
    "samre": (__("Om du blir sämre"), __("Om %(name)s blir sämre")),
    "jag": (__("Jag"), __("%(name)s")),
    "jag-sjalv": (__("jag själv"), __("%(name)s")),
    "du": (__("Du"), __("%(name)s")),
    "anteckningar": (__("Mina anteckningar"), __("Anteckningar om %(name)s")),
    "fragor": (__("Mina frågor och svar"), __("Frågor och svar om %(name)s")),
    "det-vi-vet": (__("Det här vet vi om dig"), __("Det här vet vi om %(name)s")),
    # The story.
    "viktigt": (__("Viktigt för mig"), __("Viktigt för %(name)s")),
    "det-viktiga": (__("Det här är viktigt för mig"), __("Det här är viktigt för %(name)s")),
    "berattelse": (__("Min berättelse"), __("%(whose)s berättelse")),
    "skriv-berattelse": (__("Skriv min berättelse"), __("Skriv %(whose)s berättelse")),
    "andra-berattelse": (__("Ändra min berättelse"), __("Ändra %(whose)s berättelse")),
    "utan-berattelse": (__("Allt utom min berättelse"), __("Allt utom %(whose)s berättelse")),
    "berattat-inte": (
        __("Du har valt att inte svara på det."),
        __("Ni har valt att inte svara på det."),
    ),
    "beratta-nar": (__("Du kan berätta när du vill."), __("Ni kan berätta när ni vill.")),
    "beratta-har": (
        __("Här kan du berätta med egna ord vad som är viktigt för dig."),
        __("Här kan ni berätta vad som är viktigt för %(name)s."),
    ),
    "beratta-hur": (
        __(
            "Skriv med dina egna ord. Vad betyder mest för dig? Vad är svårast? Bara du kan ändra det du skriver här."
        ),
        __(
            "Vad betyder mest för %(name)s? Vad är svårast? Skriv gärna så som %(name)s säger det. Vården "
            "ändrar inte det ni skriver här."
        ),
    ),
    "beratta-inte-nu": (__("Jag vill inte svara nu"), __("Vi vill inte svara nu")),
    "din-text": (
        __("När du sparar gäller din text i stället."),
        __("När du sparar gäller er text i stället."),
    ),
    # Goals and promises.
    "eget-mal": (__("Ditt eget mål"), __("%(whose)s eget mål")),
    "vi-har-bestamt": (__("Du och %(who)s har bestämt"), __("%(name)s och %(who)s har bestämt")),
    "nu-har": (__("här är du nu"), __("här är %(name)s nu")),
    "inga-mal": (
        __("Inga mål än. Vad vill du kunna göra?"),
        __("Inga mål än. Vad vill %(name)s kunna göra?"),
    ),
    "nytt-mal": (__("Lägg till ett eget mål"), __("Lägg till ett mål för %(name)s")),
    "ett-mal": (__("Ett eget mål"), __("Ett mål för %(name)s")),
    "andra-mal": (__("Ändra ditt mål"), __("Ändra %(whose)s mål")),
    "vilja-kunna": (__("Vad vill du kunna göra?"), __("Vad vill %(name)s kunna göra?")),
    "orka": (
        __("Du gör det du kan och orkar. Vården håller det den har lovat. Ni kan ändra när som helst."),
        __(
            "%(name)s och ni gör det ni kan och orkar. Vården håller det den har lovat. Ni kan ändra när som helst."
        ),
    ),
    "lova": (
        __("Lova det du kan och orkar. Du kan ändra när du vill."),
        __("Lova det ni kan och orkar. Ni kan ändra när ni vill."),
    ),
    "ansvar": (__("Mitt ansvar"), __("%(whose)s ansvar")),
    "ansvar-vad": (__("Det här gör jag"), __("Det här gör %(name)s och familjen")),
    "nytt-ansvar": (__("Lägg till något jag gör"), __("Lägg till något som %(name)s eller ni gör")),
    "andra-ansvar": (__("Ändra det jag gör"), __("Ändra det som %(name)s eller ni gör")),
    "ansvar-gora": (__("Vad ska du göra?"), __("Vad ska %(name)s eller ni göra?")),
    "gjort": (__("Jag har gjort det"), __("Det är gjort")),
    # Whom one meets and calls.
    "fast-1": (__("Min fasta vårdkontakt"), __("%(whose)s fasta vårdkontakt")),
    "fast-2": (__("Min fasta läkarkontakt"), __("%(whose)s fasta läkarkontakt")),
    "fast-3": (__("Min fasta omsorgskontakt"), __("%(whose)s fasta omsorgskontakt")),
    "fast-4": (__("Den som samordnar min vård"), __("Den som samordnar %(whose)s vård")),
    "fast": (__("Min kontakt"), __("%(whose)s kontakt")),
    "din-1": (__("Din fasta vårdkontakt"), __("%(whose)s fasta vårdkontakt")),
    "din-2": (__("Din fasta läkarkontakt"), __("%(whose)s fasta läkarkontakt")),
    "din-3": (__("Din fasta omsorgskontakt"), __("%(whose)s fasta omsorgskontakt")),
    "din-4": (__("Den som samordnar din vård"), __("Den som samordnar %(whose)s vård")),
    "din-unit": (__("Din vårdcentral"), __("%(whose)s vårdcentral")),
    "hjalper-1": (
        __("Hjälper dig att samordna din vård. Ring hit först."),
        __("Hjälper er att samordna %(whose)s vård. Ring hit först."),
    ),
    "hjalper-2": (
        __("Har ansvar för din medicinska behandling."),
        __("Har ansvar för %(whose)s medicinska behandling."),
    ),
    "hjalper-3": (
        __("Hjälper dig med det som kommunen gör."),
        __("Hjälper er med det som kommunen gör."),
    ),
    "ingen-fast": (
        __("Du har ingen fast vårdkontakt. Du har rätt att be om en."),
        __("%(name)s har ingen fast vårdkontakt. Ni har rätt att be om en."),
    ),
    "ingen-lakare": (
        __("Din läkare är inte bestämd än. Vårdcentralen ska utse en."),
        __("%(whose)s läkare är inte bestämd än. Vårdcentralen ska utse en."),
    ),
    "narstaende": (
        __("Du vill att en närstående är med när ni planerar."),
        __("En närstående är med när ni planerar."),
    ),
    "vad-gora": (
        __("Du blir sämre och undrar vad du ska göra"),
        __("%(name)s blir sämre och ni undrar vad ni ska göra"),
    ),
    "hemma": (__("Hemma hos dig"), __("Hemma hos %(name)s")),
    "inga-tider": (__("Du har inga tider just nu."), __("%(name)s har inga tider just nu.")),
    "kommer": (__("Ja, jag kommer"), __("Ja, %(name)s kommer")),
    # How the plan stands, and the answer to it.
    "vantar": (__("Utgåva %(n)s väntar på ditt svar."), __("Utgåva %(n)s väntar på ert svar.")),
    "vill-andra": (
        __("Du har svarat att du vill ändra något. Vården hör av sig."),
        __("Ni har svarat att ni vill ändra något. Vården hör av sig."),
    ),
    "vill-prata": (
        __("Du har svarat att du vill prata först. Vården hör av sig."),
        __("Ni har svarat att ni vill prata först. Vården hör av sig."),
    ),
    "overens": (
        __("Det här har du och vården kommit överens om."),
        __("Det här har ni och vården kommit överens om."),
    ),
    "vantar-pa-svar": (__("Den väntar på ditt svar."), __("Den väntar på ert svar.")),
    "fatt-plan": (
        __("Du har fått en plan. Är du med på den?"),
        __("%(name)s har fått en plan. Är du med på den?"),
    ),
    "med-pa-planen": (__("Är du med på planen?"), __("Är du med på %(whose)s plan?")),
    "svaret": (__("Ditt svar"), __("Svaret för %(name)s")),
    "ar-med": (
        __("Du är med på utgåva %(number)s av planen."),
        __("Ni är med på utgåva %(number)s av planen."),
    ),
    "svar-andra": (
        __("Du vill ändra något. Vi har läst det och hör av oss."),
        __("Ni vill ändra något. Vi har läst det och hör av oss."),
    ),
    "svar-prata": (
        __("Du vill prata med någon först. Vi ringer dig."),
        __("Ni vill prata med någon först. Vi ringer er."),
    ),
    "sa-ja": (__("Du sa ja %(day)s."), __("Ni sa ja %(day)s.")),
    "tog-tillbaka": (__("Du tog tillbaka det %(day)s."), __("Ni tog tillbaka det %(day)s.")),
    "svarat-digitalt": (__("Du svarade här."), __("Ni svarade här.")),
    "svarat-muntligt": (__("Du sa det när ni träffades."), __("Ni sa det när ni träffade vården.")),
    "svarat-telefon": (__("Du sa det på telefon."), __("Ni sa det på telefon.")),
    "inte-skickad": (
        __("Planen har inte skickats till dig än."),
        __("Planen har inte skickats till er än."),
    ),
    "ville-inte": (__("Du ville inte ha den längre."), __("Ni ville inte ha den längre.")),
    "flyttat": (__("Du har flyttat."), __("%(name)s har flyttat.")),
    "stammer-inte": (
        __("Du har sagt att det inte stämmer:"),
        __("Ni har sagt att det inte stämmer:"),
    ),
    "ingen-plan": (
        __("Du har inget patientkontrakt än. Har du många kontakter i vården? Be din vårdcentral om ett."),
        __(
            "%(name)s har inget patientkontrakt än. Har %(name)s många kontakter i vården? Be vårdcentralen om ett."
        ),
    ),
    "vad-ar": (
        __(
            "Det är en plan som du och vården gör tillsammans. Där står vad som är viktigt för dig, vad som "
            "händer härnäst och vem som gör vad. Du ser också vem du ska ringa."
        ),
        __(
            "Det är en plan som ni och vården gör tillsammans. Där står vad som är viktigt för %(name)s, vad "
            "som händer härnäst och vem som gör vad. Ni ser också vem ni ska ringa."
        ),
    ),
    "plan-kommer": (
        __("När vården har skrivit din plan hittar du den här."),
        __("När vården har skrivit %(whose)s plan hittar du den här."),
    ),
}
"""What is said of oneself, and of a child: %(name)s is the child's first name, %(whose)s the same in the genitive."""


@dataclass(frozen=True)
class Voice:
    """`voice("planering")` is "Min planering", or "Alvas planering" to a guardian of the `child` with that first name.

    `reader` is who reads, as a reference.
    """

    child: str | None = None
    reader: str | None = None

    def __call__(self, what: str, **values: Any) -> str:
        """The words of SAID. Raises KeyError for what is not there."""
        own, of_child = SAID[what]
        if self.child is None:
            return str(own) % values
        return capital_as(str(own), str(of_child) % (values | self._names(self.child)))

    def title(self, what: str, **values: Any) -> str:
        """The same for the title of a page, which names nobody: "Barnets planering"."""
        return self(what, **values) if self.child is None else Voice(_("barnet"))(what, **values)

    def wrote(self, author: str | None, name: str | None) -> str:
        """Who wrote what is the patient's own; `name` is what the plan calls the author."""
        of_patient = (author or "").startswith("Patient/")
        if of_patient and self.child:
            return str(_("Skrivet av %(name)s", name=self.child))
        if of_patient or (author and author == self.reader):  # staff too read her document as she does
            return str(_("Skrivet av dig"))
        return str(_("Skrivet av %(name)s", name=name or self._unnamed(author)))

    @staticmethod
    def _names(child: str) -> dict[str, str]:
        return {"name": child, "whose": possessive(child)}

    @staticmethod
    def _unnamed(author: str | None) -> str:
        return str(_("en närstående") if (author or "").startswith("RelatedPerson/") else _("vården"))


def voice() -> Voice:
    """For the page that is being made: of whoever has been let in (portal/admission.py), or of nobody."""
    here: Session | None = g.get("portal_visitor")
    if here is None:
        return Voice()
    if not here.is_guardian:
        return Voice(reader=here.person)
    words = (here.about.get("patient_name") or "").split()
    return Voice(words[0] if words else str(_("barnet")), here.person)


def capital_as(model: str, text: str) -> str:
    """The text with a large first letter where the model has one: a child without a name is "barnet"."""
    return capital(text) if model[:1].isupper() else text
