from collections import Counter, namedtuple
from functools import reduce
import itertools
class InsufficientFunds(Exception):
    def __init__(self, account, need):
        self.account, self.need = account, need
        super().__init__(f"{account.owner} needs {need - account.balance} more")
Entry = namedtuple("Entry", "kind amount balance")
class Account:
    _ids = itertools.count(1)
    def __init__(self, owner, balance=0):
        self.id, self.owner, self._log = next(self._ids), owner, []
        self.balance = 0
        if balance: self.deposit(balance)
    def _record(self, kind, amount):
        self.balance += amount
        self._log.append(Entry(kind, amount, self.balance))
    def deposit(self, n):
        if n <= 0: raise ValueError("deposit must be positive")
        self._record("deposit", n)
        return self
    def withdraw(self, n):
        if n > self.balance: raise InsufficientFunds(self, n)
        self._record("withdraw", -n)
        return self
    def __iter__(self): return iter(self._log)
    def __lt__(self, o): return self.balance < o.balance
    def __repr__(self): return f"<{self.id} {self.owner} {self.balance}>"
class Savings(Account):
    rate = 5
    def month(self):
        self._record("interest", self.balance * self.rate // 100)
        return self
class Bank:
    def __init__(self): self.accounts = {}
    def open(self, cls, *a): acc = cls(*a); self.accounts[acc.id] = acc; return acc
    def transfer(self, a, b, n):
        try:
            a.withdraw(n)
        except InsufficientFunds as e:
            raise RuntimeError("transfer failed") from e
        else:
            b.deposit(n)
    def __len__(self): return len(self.accounts)
    def __getitem__(self, i): return self.accounts[i]
    @property
    def total(self): return sum(a.balance for a in self.accounts.values())
bank = Bank()
ann, bob = bank.open(Account, "ann", 100), bank.open(Savings, "bob")
bob.deposit(50).month().deposit(10)
bank.transfer(ann, bob, 30)
print(ann, bob, bank.total, len(bank), bank[2] is bob, max(bank.accounts.values()))
for action in (lambda: bank.transfer(ann, bob, 1000), lambda: ann.deposit(-5), lambda: bank[9]):
    try:
        action()
    except Exception as e:
        print(type(e).__name__, e, "<-", repr(e.__cause__))
print(*bob, sep="\n")
print(Counter(e.kind for a in bank.accounts.values() for e in a), reduce(lambda t, e: t + e.amount, bob, 0))

# output:
# <1 ann 70> <2 bob 92> 162 2 True <2 bob 92>
# RuntimeError transfer failed <- InsufficientFunds('ann needs 930 more')
# ValueError deposit must be positive <- None
# KeyError 9 <- None
# Entry(kind='deposit', amount=50, balance=50)
# Entry(kind='interest', amount=2, balance=52)
# Entry(kind='deposit', amount=10, balance=62)
# Entry(kind='deposit', amount=30, balance=92)
# Counter({'deposit': 4, 'withdraw': 1, 'interest': 1}) 92
