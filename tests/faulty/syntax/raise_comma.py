raise ValueError, "text"
