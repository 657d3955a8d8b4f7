"""The database: one engine for the ORM and for prepared SQL, the same on SQLite and PostgreSQL.

Knows connections, transactions and outages; knows no table but its own two (installation, tx_counter).
"""

from patientkontrakt.db.engine import UnsafeDatabase, bind, db, open_engine
from patientkontrakt.db.outage import TooLong, Unavailable, is_outage
from patientkontrakt.db.transaction import Database, Tx

__all__ = [
    "Database",
    "TooLong",
    "Tx",
    "Unavailable",
    "UnsafeDatabase",
    "bind",
    "db",
    "is_outage",
    "open_engine",
]
