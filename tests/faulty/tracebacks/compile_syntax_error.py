compile("a b c", "<made>", "exec")
