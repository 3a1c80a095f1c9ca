del int.real
