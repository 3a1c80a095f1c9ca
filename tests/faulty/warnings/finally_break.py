for x in [1]:
    try:
        1 / 0
    finally:
        break
raise ValueError("after")
