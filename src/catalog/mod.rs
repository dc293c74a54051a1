//! The catalog: its model, how it is read and how it is written.
pub mod scalar;
pub mod yaml;
