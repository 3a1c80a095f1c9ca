import _shadow.random
