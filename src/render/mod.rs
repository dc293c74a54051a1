//! catalog -> text of regions.
pub mod width;
