"""What Django and SQLAlchemy do: a class body turned into a schema by its metaclass."""


class Field:
    counter = 0

    def __init__(self, *, default=None, primary_key=False, null=True):
        Field.counter += 1
        self.order = Field.counter
        self.default, self.primary_key, self.null = default, primary_key, null

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, obj, owner=None):
        if obj is None:
            return Expr(self.name)
        return obj._data.get(self.name, self.default)

    def __set__(self, obj, value):
        if value is not None:
            value = self.convert(value)
        elif not self.null:
            raise ValueError(f"{self.name} may not be null")
        obj._data[self.name] = value

    def convert(self, value): return value

    def sql(self):
        return f"{self.name} {self.kind}" + " PRIMARY KEY" * self.primary_key + " NOT NULL" * (not self.null)


class Integer(Field):
    kind = "INTEGER"
    convert = staticmethod(int)


class Text(Field):
    kind = "TEXT"

    def __init__(self, size=None, **kw):
        super().__init__(**kw)
        self.size = size

    def convert(self, value):
        value = str(value)
        if self.size and len(value) > self.size:
            raise ValueError(f"{self.name}: {len(value)} > {self.size}")
        return value


class Expr:
    def __init__(self, text): self.text = text
    def _op(op):
        return lambda self, other: Expr(f"({self.text} {op} {other.text if isinstance(other, Expr) else repr(other)})")
    __eq__, __lt__, __gt__, __and__, __or__ = map(_op, ("=", "<", ">", "AND", "OR"))
    __hash__ = None
    def __repr__(self): return self.text


class ModelMeta(type):
    registry = {}

    def __new__(mcls, name, bases, ns, abstract=False, **options):
        fields = {}
        for base in reversed(bases):
            fields |= getattr(base, "_fields", {})
        fields |= {k: v for k, v in ns.items() if isinstance(v, Field)}
        ns.setdefault("_table", name.lower() + "s")
        cls = super().__new__(mcls, name, bases, ns)
        cls._fields = dict(sorted(fields.items(), key=lambda kv: kv[1].order))
        cls._options = options
        if not abstract:
            keys = [f.name for f in cls._fields.values() if f.primary_key]
            if len(keys) != 1:
                raise TypeError(f"{name} needs one primary key, has {keys}")
            mcls.registry[cls._table] = cls
        return cls

    def __init__(cls, name, bases, ns, **options):
        super().__init__(name, bases, ns)

    def __iter__(cls): return iter(cls._fields)
    def __len__(cls): return len(cls._fields)
    def __contains__(cls, name): return name in cls._fields
    def __repr__(cls): return f"<model {cls.__name__}>"

    @property
    def schema(cls):
        return f"CREATE TABLE {cls._table} ({', '.join(f.sql() for f in cls._fields.values())})"

    def where(cls, expr):
        return f"SELECT * FROM {cls._table} WHERE {expr}"


class Model(metaclass=ModelMeta, abstract=True):
    def __init__(self, **values):
        self._data = {}
        for name, f in self._fields.items():
            setattr(self, name, values.pop(name, f.default))
        if values:
            raise TypeError(f"{type(self).__name__} has no field {', '.join(values)}")

    def __repr__(self):
        return f"{type(self).__name__}({', '.join(f'{k}={v!r}' for k, v in self._data.items())})"


class Timestamped(Model, abstract=True):
    created = Integer(default=0)


class User(Timestamped, cache=True):
    id = Integer(primary_key=True, null=False, default=0)
    name = Text(10, null=False, default="anon")
    bio = Text()

    def shout(self): return self.name.upper()


class Admin(User):
    _table = "staff"
    level = Integer(default=1)
    bio = Text(5)


print(User.schema, Admin.schema, sep="\n")
print(list(User), len(Admin), "level" in Admin, "level" in User, User, ModelMeta.registry, User._options)
u = User(id="5", name="Bob")
print(u, u.shout(), u.id + 1, Admin(level="3", id=1))
print(User.where((User.name == "Bob") & (User.id > 3) | (User.created < User.id)))
for f in (lambda: User(nope=1), lambda: User(name="x" * 11), lambda: User(name=None), lambda: User(id="abc"), lambda: setattr(u, "name", 12345678901), lambda: type("NoKey", (Model,), {}), lambda: len(u), lambda: u.schema, lambda: Admin(bio="too long"), lambda: exec("class Two(User):\n    key = Integer(primary_key=True)", globals())):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
u.name = None or "Ann"
u.bio = None
print(u, type(User).__name__, type(User).__mro__[1] is type, isinstance(User, ModelMeta), ModelMeta.__call__ is type.__call__)
