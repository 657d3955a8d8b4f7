"""All starter sets, in the order they are offered; Tom is a page without lines."""

from typing import Final

from patientkontrakt.care.starters.flera_sjukdomar import FLERA_SJUKDOMAR
from patientkontrakt.care.starters.hem_fran_sjukhus import HEM_FRAN_SJUKHUS
from patientkontrakt.care.starters.hjartsvikt import HJARTSVIKT
from patientkontrakt.care.starters.kol import KOL
from patientkontrakt.care.starters.model import Starter
from patientkontrakt.care.starters.psykisk_ohalsa import PSYKISK_OHALSA
from patientkontrakt.care.starters.sarskilt_boende import SARSKILT_BOENDE

TOM: Final = Starter("tom", "Tom", "Empty")

STARTERS: Final = (
    HJARTSVIKT,
    KOL,
    FLERA_SJUKDOMAR,
    HEM_FRAN_SJUKHUS,
    PSYKISK_OHALSA,
    SARSKILT_BOENDE,
    TOM,
)
