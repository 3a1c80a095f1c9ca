raise AttributeError("no", name="appendd", obj=[])
