# Decimals at work: an invoice, a loan, and e to a thousand digits.
from decimal import *

cent = Decimal("0.01")
items = [("bolts", 144, "0.0375"), ("plate", 3, "19.99"), ("drill", 1, "149.50"), ("glue", 12, "2.345")]
net = Decimal(0)
for name, count, price in items:
    line = (count * Decimal(price)).quantize(cent, ROUND_HALF_UP)
    net += line
    print(f"{name:<8}{count:>5} x {price:>8} = {line:>10,}")
tax = (net * Decimal("0.19")).quantize(cent, rounding=ROUND_HALF_EVEN)
print(net, tax, net + tax)

rate = Decimal("4.35") / 1200
months = 240
owed = Decimal(250_000)
payment = (owed * rate / (1 - (1 + rate) ** -months)).quantize(cent)
paid = interest = Decimal(0)
for month in range(months):
    due = (owed * rate).quantize(cent)
    interest += due
    owed += due - payment
    if month % 40 == 0:
        print(month, owed, interest)
print(payment, owed, interest)


def digits_of_e(digits):
    with localcontext(prec=digits + 5):
        total = term = Decimal(1)
        count = 0
        while term > Decimal(10) ** -(digits + 4):
            count += 1
            term /= count
            total += term
    with localcontext(prec=digits):
        return +total


text = str(digits_of_e(1000))
print(text[:60], text[-60:], digits_of_e(300) == Decimal(1).exp(Context(prec=300)))
