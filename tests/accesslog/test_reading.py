"""What is read back is what was written, to the letter; a log too long is said to be, never cut."""

from pathlib import Path

import pytest

from patientkontrakt.accesslog.entry import Entry
from patientkontrakt.accesslog.reading import TooManyRows, of_patient
from patientkontrakt.accesslog.tables import access_log, access_log_seal
from patientkontrakt.accesslog.words import ACTIONS, REASONS, action_in_words, reason_in_words
from patientkontrakt.db import Database, open_engine
from patientkontrakt.policy import grounds, vetoes
from tests.accesslog.hand import AT, Hand, access
from tests.databases import KINDS, Databases

HARD = [
    """it's "quoted", `ticked` and \\ slashed; DROP TABLE access_log; --""",
    "percent %s %(x)s, colon :name ::text, question ?",
    "åäö ÅÄÖ é e\u0301 ß 😀 𝔊unnel 李",
    "line\nbreak\ttab\x00nul \ud83d lone",
    "null",
    "",
]


def mine(hand: Hand, patient: str = "gunnel", **interval: int) -> list[Entry]:
    with hand.database.read() as tx:
        return [logged.entry for logged in of_patient(tx, patient, **interval)]


def test_nobody_elses_rows_are_in_my_log(hand: Hand) -> None:
    hand.note(access(1), access(2, patient="birger"), access(3, patient=None))
    assert mine(hand) == [access(1)]


def test_too_long_a_log_is_refused_not_cut(hand: Hand) -> None:
    hand.note(*map(access, range(4)))
    with hand.database.read() as tx:
        assert len(of_patient(tx, "gunnel", limit=4)) == 4
        with pytest.raises(TooManyRows, match="shorter interval"):
            of_patient(tx, "gunnel", limit=3)


def test_the_interval_takes_its_start_and_leaves_its_end(hand: Hand) -> None:
    hand.note(*map(access, range(5)))
    assert [entry.at - AT for entry in mine(hand, since=AT + 1, until=AT + 4)] == [3, 2, 1]


@pytest.mark.parametrize("text", HARD)
def test_s_156_hard_text_keeps_its_hash_and_comes_back_as_it_was(hand: Hand, text: str) -> None:
    written = access(reason=text, role=text, purpose=text, client=text, subject=text)
    hand.note(written)
    hand.seal()
    assert mine(hand) == [written]
    assert hand.verify().why == ""


@pytest.mark.parametrize("kind", KINDS)
def test_s_156_a_log_moved_to_another_database_still_verifies(
    hand: Hand, databases: Databases, kind: str, tmp_path: Path
) -> None:
    hand.note(*(access(n, reason=text) for n, text in enumerate(HARD)))
    hand.note_and_seal(seals=2, rows=2)
    there = tmp_path / "there"
    there.mkdir()
    with databases.fresh(kind, there) as url:
        engine = open_engine(url)
        with hand.database.engine.begin() as old, engine.begin() as new:
            for table in (access_log, access_log_seal):
                new.execute(table.insert(), [dict(row._mapping) for row in old.execute(table.select())])
        verdict = Hand(Database(engine), hand.key, hand.heads).verify()
        engine.dispose()
    assert (verdict.why, verdict.rows) == ("", 10)


def test_every_rule_of_the_law_has_words_for_the_patient() -> None:
    rules = {rule.__name__ for rule in vetoes.VETOES} | {
        rule.__name__ for rules in grounds.GROUNDS.values() for rule in rules
    }
    assert rules <= REASONS.keys()


def test_words_are_there_in_both_languages_and_unknown_codes_are_shown() -> None:
    assert all(words.sv and words.en for words in (*ACTIONS.values(), *REASONS.values()))
    assert reason_in_words("relation").sv == "Enheten har en vårdrelation med dig"
    assert action_in_words("unheard-of").en == "unheard-of"
