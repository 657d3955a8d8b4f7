"""What waits on its way through sign-in and approval: launches, pushed requests, sign-ins at a provider; and changes of
clients that wait for a second pair of eyes. Secrets lie here only as SHA-256; instants are epoch milliseconds UTC.
"""

from sqlalchemy import Column, Index, Integer, Table

from patientkontrakt.auth.columns import id_column, instant, instant_or_never, maybe, of, text, word
from patientkontrakt.db import db

launch = Table(
    "launch",
    db.metadata,
    id_column(),  # SHA-256 of the `launch` parameter
    of("client", "client.id"),
    of("account", "account.id"),
    of("assignment", "assignment.id", nullable=True),
    maybe("patient"),
    maybe("context"),  # JSON (auth/given/context.py)
    instant("created"),
    instant("expires"),
    instant_or_never("used"),
    Index("ix_auth_launch_expires", "expires"),
)

pushed_request = Table(
    "pushed_request",
    db.metadata,
    id_column(),  # SHA-256 of what stands after urn:ietf:params:oauth:request_uri:
    of("client", "client.id"),
    word("params"),  # JSON object of the authorization request
    maybe("jkt"),
    instant("created"),
    instant("expires"),
    instant_or_never("used"),
    Index("ix_auth_pushed_request_expires", "expires"),
)

login_attempt = Table(
    "login_attempt",
    db.metadata,
    id_column(),  # SHA-256 of the `state` we sent
    word("visitor"),  # SHA-256 of the visitor's cookie
    word("provider"),
    word("nonce"),
    word("verifier"),  # sealed
    maybe("next"),
    Column("longest_s", Integer),  # how many seconds ago the app lets her have proven who she is; 0: anew
    maybe("person"),  # sealed: who came back, while she chooses among her assignments
    instant("created"),
    instant("expires"),
    instant_or_never("used"),
    Index("ix_auth_login_attempt_expires", "expires"),
)

client_change = Table(
    "client_change",
    db.metadata,
    id_column(),
    Column("client", text(), nullable=False),  # perhaps one that is not there yet
    word("change"),  # JSON, canonical
    word("asked_by"),
    instant("asked"),
    maybe("decided_by"),
    instant_or_never("decided"),
    maybe("verdict"),  # approved | refused
    Index("ix_auth_client_change_client", "client"),
)
