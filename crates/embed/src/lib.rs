//! Python 3.14 as a library: isolates, running source, calling functions.
