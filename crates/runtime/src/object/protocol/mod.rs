//! The verbs that work on any object, a file for each part of the data model (Python reference, section 3.3).

pub mod attribute;
pub mod call;
pub mod compare;
pub mod display;
pub mod instance;
pub mod iterate;
pub mod number;
pub mod sequence;
