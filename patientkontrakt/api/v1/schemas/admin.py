"""Administration: programs, what is asked for them, and staff's assignments."""

from typing import Any, Final

from marshmallow import Schema, fields, validate

from patientkontrakt.api.v1.schemas.values import Words

_SCOPE: Final[dict[str, Any]] = {"longest": 4000, "required": True}


def _addresses() -> Any:
    return fields.List(Words(500), load_default=list, validate=validate.Length(max=20))


class RegisterClient(Schema):
    """A new program. `with_secret`: it signs in with a secret, which whoever approves it is shown once."""

    id = Words(64, load_default=None, allow_none=True)
    name = Words(100, required=True)
    scope = Words(**_SCOPE)
    redirect_uris = _addresses()
    logout_uris = _addresses()
    launch_uri = Words(500, load_default=None, allow_none=True)
    organization = Words(64, load_default=None, allow_none=True)
    groups = fields.List(Words(64), load_default=list, validate=validate.Length(max=20))
    jwks = Words(64_000, load_default=None, allow_none=True)
    jwks_uri = Words(500, load_default=None, allow_none=True)
    with_secret = fields.Boolean(load_default=False)
    dpop = fields.Boolean(load_default=False)
    contact = Words(200, load_default=None, allow_none=True)


class SetScopes(Schema):
    """All it may ask for from now, SMART scopes with spaces between."""

    scope = Words(**_SCOPE)


class SetAddresses(Schema):
    """All its addresses from now, and whom to ask about it: what is left out is taken away."""

    redirect_uris = fields.List(Words(500), required=True, validate=validate.Length(max=20))
    logout_uris = fields.List(Words(500), required=True, validate=validate.Length(max=20))
    launch_uri = Words(500, required=True, allow_none=True)
    contact = Words(200, required=True, allow_none=True)


class SetKeys(Schema):
    """Its public JWK Set as JSON text, or the address of it."""

    jwks = Words(64_000, load_default=None, allow_none=True)
    jwks_uri = Words(500, load_default=None, allow_none=True)


class ShownScope(Schema):
    """One scope in words; `level` is patient, user, system, or empty for what is not about a kind of data."""

    scope = fields.String()
    words = fields.String()
    level = fields.String()


class Who(Schema):
    """An account, and the name of its person; the operator has none."""

    account = fields.String()
    name = fields.String(allow_none=True)


class Choice(Schema):
    """An organization or a Group; one without a name is known by its id."""

    id = fields.String()
    name = fields.String(allow_none=True)


class OwnGround(Schema):
    """What a new system of the administrator's care provider may act for, and read the patients of."""

    organizations = fields.List(fields.Nested(Choice))
    groups = fields.List(fields.Nested(Choice))


class ShownKey(Schema):
    """A public key: `kid` is a name somebody chose, the `thumbprint` (RFC 7638) is the key itself."""

    kid = fields.String()
    kind = fields.String()
    thumbprint = fields.String()


class ShownAddresses(Schema):
    """Where people come back to, land after signing out and begin from a record; whom to ask."""

    redirect_uris = fields.List(fields.String())
    logout_uris = fields.List(fields.String())
    launch_uri = fields.String(allow_none=True)
    contact = fields.String(allow_none=True)


class ShownClient(Schema):
    """One program, without its secret. `own` is the service's own portal.

    `ours`: the reader's to administer; a system of another care provider's is not. A Group without a name is named by its id.
    """

    id = fields.String()
    name = fields.String()
    status = fields.String()
    auth_method = fields.String()
    own = fields.Boolean()
    ours = fields.Boolean()
    scopes = fields.List(fields.Nested(ShownScope))
    redirect_uris = fields.List(fields.String())
    logout_uris = fields.List(fields.String())
    launch_uri = fields.String(allow_none=True)
    dpop = fields.Boolean()
    organization = fields.String(allow_none=True)
    organization_name = fields.String(allow_none=True)
    groups = fields.List(fields.String())
    group_names = fields.List(fields.String())
    keys = fields.List(fields.Nested(ShownKey))
    jwks_uri = fields.String(allow_none=True)
    contact = fields.String(allow_none=True)
    created = fields.AwareDateTime()
    last_used = fields.AwareDateTime(allow_none=True)
    approved_by = fields.Nested(Who, allow_none=True)
    approved = fields.AwareDateTime(allow_none=True)


class AskedChange(Schema):
    """What one administrator has asked for. `mine`: the reader asked for it, so that another approves; `ours`: hers to decide.

    `scopes`, `keys`, `addresses` and the rest tell what it will be, `present` what it is while nobody has decided;
    `new_scopes` are those it has not, `lost_scopes` those it lost when this was asked for. `registration` is the whole of
    a new program.
    """

    id = fields.String()
    client = fields.String()
    name = fields.String()
    act = fields.String()
    asked_by = fields.Nested(Who)
    asked = fields.AwareDateTime()
    mine = fields.Boolean()
    ours = fields.Boolean()
    verdict = fields.String(allow_none=True)
    decided_by = fields.Nested(Who, allow_none=True)
    scopes = fields.List(fields.Nested(ShownScope))
    new_scopes = fields.List(fields.String())
    lost_scopes = fields.List(fields.Nested(ShownScope))
    keys = fields.List(fields.Nested(ShownKey))
    jwks_uri = fields.String(allow_none=True)
    addresses = fields.Nested(ShownAddresses, allow_none=True)
    present = fields.Nested(ShownClient, allow_none=True)
    registration = fields.Nested(ShownClient, allow_none=True)


class ClientList(Schema):
    """Every program, and what waits for a second pair of eyes."""

    clients = fields.List(fields.Nested(ShownClient))
    waiting = fields.List(fields.Nested(AskedChange))


class OneClient(Schema):
    """One program, and what is asked for it."""

    client = fields.Nested(ShownClient)
    waiting = fields.List(fields.Nested(AskedChange))


class ClientSet(Schema):
    """The program as it is now; `change` when more was asked for, which another administrator decides."""

    client = fields.Nested(ShownClient)
    change = fields.Nested(AskedChange, allow_none=True)


class Approved(Schema):
    """The program as it is now; its new `secret` is told here and never again."""

    client = fields.Nested(ShownClient)
    secret = fields.String(allow_none=True)
