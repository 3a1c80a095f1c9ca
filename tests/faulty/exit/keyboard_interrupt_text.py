raise KeyboardInterrupt("pressed")
