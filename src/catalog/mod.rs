//! The catalog: its model, how it is read and how it is written.
//!
//! `read` turns YAML into the model with every finding about its structure,
//! `write` the model into the canonical layout. Nothing here knows Markdown.

pub mod about;
mod align;
pub mod edit;
pub mod format;
pub mod json_schema;
mod marker;
mod model;
pub mod preset;
pub mod read;
mod read_value;
pub mod scalar;
mod schema;
pub mod write;
pub mod yaml;

pub use align::{Align, Aligns};
pub use marker::Marker;
pub use model::{Catalog, Entry, Layout, Output, OwnVocabulary, RuleSetting, Section, Slot, TableStyle};
pub use read::{Read, read, read_with};
pub use schema::{Field, Fields, title_from_id};
