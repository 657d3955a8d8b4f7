"""The domain API at /api/v1: acts of care in JSON. Each view parses, calls one function of care and renders.

No back door: the same guard, the same counter and the same law as FHIR.
"""

from flask import Flask

from patientkontrakt.api.openapi import describe
from patientkontrakt.api.problems import answer_under
from patientkontrakt.api.v1.admin_clients import blueprint as admin_clients
from patientkontrakt.api.v1.admin_people import blueprint as admin_people
from patientkontrakt.api.v1.changes import blueprint as changes
from patientkontrakt.api.v1.contract_acts import blueprint as contract_acts
from patientkontrakt.api.v1.contracts import blueprint as contracts
from patientkontrakt.api.v1.copies import blueprint as copies
from patientkontrakt.api.v1.directory import blueprint as directory
from patientkontrakt.api.v1.door import EXTENSION, Door
from patientkontrakt.api.v1.emergency import blueprint as emergency
from patientkontrakt.api.v1.entries import blueprint as entries
from patientkontrakt.api.v1.first_page import blueprint as first_page
from patientkontrakt.api.v1.guardians import blueprint as guardians
from patientkontrakt.api.v1.invitations import blueprint as invitations
from patientkontrakt.api.v1.launches import blueprint as launches
from patientkontrakt.api.v1.me import blueprint as me
from patientkontrakt.api.v1.merging import blueprint as merging
from patientkontrakt.api.v1.my import blueprint as my
from patientkontrakt.api.v1.my_apps import blueprint as my_apps
from patientkontrakt.api.v1.my_blocks import blueprint as my_blocks
from patientkontrakt.api.v1.my_log import blueprint as my_log
from patientkontrakt.api.v1.my_questions import blueprint as my_questions
from patientkontrakt.api.v1.my_words import blueprint as my_words
from patientkontrakt.api.v1.patients import blueprint as patients
from patientkontrakt.api.v1.problem_json import told
from patientkontrakt.api.v1.questions import blueprint as questions
from patientkontrakt.api.v1.review import blueprint as review
from patientkontrakt.api.v1.shared_times import blueprint as shared_times
from patientkontrakt.api.v1.utgavor import blueprint as utgavor
from patientkontrakt.api.v1.work import blueprint as work

__all__ = ["Door", "register"]

PREFIX = "/api"


def register(app: Flask, door: Door) -> None:
    """Open the door: its addresses, its way of refusing, and its description."""
    app.extensions[EXTENSION] = door
    api = describe(app, door.base_url)
    for room in (
        patients,
        shared_times,
        directory,
        contracts,
        contract_acts,
        invitations,
        questions,
        merging,
        changes,
        utgavor,
        work,
        me,
        my,
        first_page,
        my_words,
        my_questions,
        my_blocks,
        emergency,
        entries,
        copies,
        guardians,
        my_log,
        my_apps,
        launches,
        review,
        admin_clients,
        admin_people,
    ):
        api.register_blueprint(room)
    answer_under(app, PREFIX, told)
