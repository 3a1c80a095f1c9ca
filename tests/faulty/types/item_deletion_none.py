del None["x"]
