"""The control digit of Swedish identity and organisation numbers (Luhn, weights 2, 1, 2, …)."""


def control_digit(digits: str) -> int:
    """The digit that follows `digits` (0–9 only), counted with weight 2 on the first one."""
    total = 0
    for position, digit in enumerate(digits):
        product = int(digit) * (2 - position % 2)
        total += product - 9 if product > 9 else product
    return -total % 10
