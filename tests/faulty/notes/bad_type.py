ValueError().add_note(1)
