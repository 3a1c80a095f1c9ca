from concurrent.futures import ThreadPoolExecutor
def f(): raise ValueError("in worker")
with ThreadPoolExecutor(1) as pool:
    pool.submit(f).result()
