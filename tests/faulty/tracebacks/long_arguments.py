def function_with_a_long_name(first_argument, second_argument, third_argument): return first_argument / second_argument
function_with_a_long_name(1, 0, third_argument="a text that is quite long, so that the line goes on and on and on")
