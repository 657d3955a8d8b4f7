"""Which of the loaded patients are asked about."""

from patientkontrakt.demo.many import MOST

PATIENTS = ("p000002", "p000004", "p000006", "p000008")
"""Who sign in themselves: any four."""
FIRST = 100
"""So many are told by the demo, the others are copies: even, so that a copy is listed where the first is."""
SAMPLE = 500
"""So many different patients are enough for a mix: the floor keeps their answers."""


def at_linden(amount: int) -> list[str]:
    """The synthetic patients listed where the staff member works (the even ones), SAMPLE at most, evenly spread."""
    if not len(PATIENTS) * 2 <= amount <= MOST:
        raise ValueError(f"between {len(PATIENTS) * 2} and {MOST} patients, not {amount}")
    numbers = range(2, amount + 1, 2)
    step = max(1, len(numbers) // SAMPLE)
    return [f"p{number:06}" for number in numbers[::step]][:SAMPLE]
