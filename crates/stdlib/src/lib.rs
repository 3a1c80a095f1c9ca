//! Native modules of the standard library, and the compiled Python part.
