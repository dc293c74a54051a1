//! The `catalint` binary.
fn main() {}
