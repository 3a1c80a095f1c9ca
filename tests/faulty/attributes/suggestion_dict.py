{}.get_key
