"""What comes in and goes out of opening apps, and of the access a person has given them."""

from marshmallow import Schema, fields, validate

from patientkontrakt.api.v1.schemas.values import Words, identifier

MOST_SHOWN = 20
_ROLE = r"^(?:launch|[a-zA-Z][a-zA-Z0-9+.\-]*:[!#-;=?-\[\]_a-z~]+)\Z"


class ShownInApp(Schema):
    """One member of SMART's fhirContext: a resource of ours, and which part it plays."""

    reference = fields.String(
        required=True,
        validate=validate.Regexp(
            r"^[A-Z][A-Za-z]{1,63}/[A-Za-z0-9\-.]{1,64}\Z", error="Write a reference: Type/id."
        ),
    )
    role = fields.String(
        validate=[
            validate.Length(max=200),
            validate.Regexp(_ROLE, error="Write launch, or an absolute URI."),
        ]
    )


class OpenApp(Schema):
    """Which app, and what she has before her: all but the app may be left out."""

    app = identifier(required=True)
    patient = identifier(load_default=None)
    encounter = identifier(load_default=None)
    fhirContext = fields.List(  # noqa: N815 - SMART's word
        fields.Nested(ShownInApp), load_default=list, validate=validate.Length(max=MOST_SHOWN)
    )
    intent = Words(100, load_default=None)
    need_patient_banner = fields.Boolean(load_default=True, truthy={True}, falsy={False})


class ShownLaunch(Schema):
    """Where to send the browser, once and soon: the app's address with `iss` and `launch` in it."""

    address = fields.String()
    iss = fields.String()
    launch = fields.String()
    expires = fields.AwareDateTime()


class ShownApp(Schema):
    """An app that can be opened."""

    id = fields.String()
    name = fields.String()


class ShownApps(Schema):
    """By name."""

    apps = fields.List(fields.Nested(ShownApp))


class GivenApp(Schema):
    """One app and what it may do, in words: for oneself, or for one child. `lasts` outlives signing out; what is `remembered`
    is not asked again."""

    id = fields.String()
    client = fields.String()
    name = fields.String()
    for_child = fields.Boolean()
    child = fields.String(allow_none=True)
    may = fields.List(fields.String())
    scope = fields.String()
    since = fields.AwareDateTime()
    seen = fields.AwareDateTime()
    lasts = fields.Boolean()
    remembered = fields.Boolean()


class GivenApps(Schema):
    """Newest first."""

    apps = fields.List(fields.Nested(GivenApp))
