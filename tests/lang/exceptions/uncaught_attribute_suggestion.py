class Account:
    def __init__(self):
        self.balance = 1
Account().balanse  # raises: AttributeError: 'Account' object has no attribute 'balanse'. Did you mean: 'balance'?
