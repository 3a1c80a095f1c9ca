//! Files, clock, processes, sockets and entropy behind one trait.
