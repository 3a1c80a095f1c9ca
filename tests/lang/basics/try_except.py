def risky(n):
    try:
        return 10 // n
    except ZeroDivisionError as e:
        return f"caught {e}"
    finally:
        print("finally", n)

print(risky(2))
print(risky(0))

# output:
# finally 2
# 5
# finally 0
# caught division by zero
