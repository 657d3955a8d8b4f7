"""Who saw or changed whose data, when and on what ground: appended, sealed, verified, rendered."""

from patientkontrakt.accesslog.entry import Entry
from patientkontrakt.accesslog.log import AccessLog
from patientkontrakt.accesslog.sealer import Sealer
from patientkontrakt.accesslog.unavailable import LogUnavailable

__all__ = ["AccessLog", "Entry", "LogUnavailable", "Sealer"]
