x = "it's" + 'it's'
