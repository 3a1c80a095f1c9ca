def load(data):
    try:
        return data["key"]
    except KeyError as e:
        raise LookupError("no key") from e


load({})
