"""The patient's questions and what care has answered, newest first, through the law like everything that is shown."""

from patientkontrakt.care import codes, permissions
from patientkontrakt.care.questions.model import Question
from patientkontrakt.care.questions.shapes import read_question
from patientkontrakt.care.shapes import has_code
from patientkontrakt.care.staff import require_own
from patientkontrakt.fhir.search.query import parse_query
from patientkontrakt.records import reader
from patientkontrakt.records.desk import Desk
from patientkontrakt.records.permission import require_scopes

MOST = "500"


def my_questions(desk: Desk) -> list[Question]:
    """Every question of hers that stands, with its answers."""
    require_scopes(desk, *permissions.READ_MY_WORDS)
    wanted = ",".join(f"{code.system}|{code.code}" for code in (codes.QUESTION, codes.REPLY))
    pairs = [("patient", require_own(desk)), ("category", wanted), ("status", "completed")]
    query = parse_query("Communication", [*pairs, ("_sort", "-sent"), ("_count", MOST)], strict=True)
    bodies = [each.body() for each in reader.search(desk, query).matches]
    asked = [each for each in bodies if has_code(each.get("category"), codes.QUESTION)]
    return [read_question(each, bodies) for each in asked]
