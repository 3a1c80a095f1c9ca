pint = 1
raise NameError("name 'pritn' is not defined", name="pritn")
