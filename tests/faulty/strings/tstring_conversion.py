t"{x!q}"
