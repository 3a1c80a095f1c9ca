float({})
