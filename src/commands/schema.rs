//! `catalint schema`: a JSON Schema of this catalog, for editors.

use super::output::Console;
use super::project::{Bundle, Project};
use super::{Exit, Failure};
use crate::catalog::json_schema;
use crate::cli::Global;
use crate::rules;
use crate::workspace::Files;

pub(super) fn run(global: &Global, console: &mut Console) -> Result<Exit, Failure> {
    let mut bundle = Bundle::default();
    // What is wrong with the catalog is no obstacle: editors show it by the
    // schema of what can be read.
    let project = Project::load(global, &Files::new(), &mut bundle)?;
    let schema = json_schema::schema(project.catalog(), &rules::infos());
    serde_json::to_writer_pretty(console.out(), &schema).map_err(std::io::Error::from)?;
    writeln!(console.out())?;
    Ok(Exit::Clean)
}
