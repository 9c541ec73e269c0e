"""How far a line may be spent beyond its plan, and the next ceiling when it goes further. Pure Python.

Ceilings go by steps of the tolerance: at 10 %, a line of 10 000 € spent at 11 500 € asks to be authorised
up to 12 000 €, so that the next euro asks nothing again.
"""

from decimal import ROUND_CEILING, ROUND_DOWN, Decimal

CENT = Decimal("0.01")


def tolerated(planned: Decimal, percent: int) -> Decimal:
    """The most that may be spent without asking, in whole cents."""
    return (planned * (100 + percent) / 100).quantize(CENT, ROUND_DOWN)


def ceiling(planned: Decimal, used: Decimal, percent: int) -> Decimal | None:
    """What signing would authorise: the lowest step that covers what is used; None within the tolerance.

    Without any tolerance there are no steps: exactly what is used. `planned` is more than zero, both
    amounts are in whole cents.
    """
    if used <= tolerated(planned, percent):
        return None
    if not percent:
        return used
    step = planned * percent / 100
    steps = ((used - planned) / step).to_integral_value(ROUND_CEILING)
    # Rounding down still covers `used`: it is in whole cents and not more than the exact ceiling.
    return (planned + step * steps).quantize(CENT, ROUND_DOWN)
