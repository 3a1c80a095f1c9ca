from decimal import ROUND_HALF_UP, Decimal


def bench(loops):
    cent = Decimal("0.01")
    rate = Decimal("0.0475") / 12
    owed = Decimal("250000.00")
    payment = Decimal("1425.50")
    for _ in range(loops):
        interest = (owed * rate).quantize(cent, rounding=ROUND_HALF_UP)
        owed += interest - payment
        if owed < 0:
            owed = -owed / 3 + 1000
