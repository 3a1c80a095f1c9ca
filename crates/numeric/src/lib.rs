//! Big integers, float parsing and printing, the format mini-language; no objects.
