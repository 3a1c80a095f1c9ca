f"""abc {1}
