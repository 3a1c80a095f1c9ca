set().add({})
