raise ValueError("bell \x07 tab \t end")
