//! The findings that a list had when it adopted the gate.
//!
//! Kept beside the catalog as fingerprints, which hold no line numbers: an
//! edit elsewhere makes no finding new.

use super::Failure;
use crate::finding::Finding;
use crate::report::fingerprints;
use crate::text::Sources;
use crate::workspace;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::path::Path;

/// What the file is called unless another is named.
pub(super) const NAME: &str = ".catalint-baseline.json";

#[derive(Default, Serialize, Deserialize)]
struct File {
    version: u32,
    findings: Vec<Known>,
}

#[derive(Serialize, Deserialize)]
struct Known {
    fingerprint: String,
    rule: String,
    file: String,
    message: String,
}

/// The fingerprints of known findings.
pub(super) struct Baseline(HashSet<String>);

/// Reads a baseline; one that is not there knows nothing, unless it must be.
pub(super) fn read(path: &Path, required: bool) -> Result<Baseline, Failure> {
    if !path.exists() && !required {
        return Ok(Baseline(HashSet::new()));
    }
    let source = workspace::read(path)?;
    let file: File = serde_json::from_str(source.text()).map_err(|error| {
        Failure::message(format!(
            "{}:{}:{}: no baseline: {error}",
            source.name(),
            error.line(),
            error.column()
        ))
    })?;
    Ok(Baseline(file.findings.into_iter().map(|known| known.fingerprint).collect()))
}

impl Baseline {
    /// The findings that it does not know.
    pub(super) fn new_ones(&self, sources: &Sources, findings: Vec<Finding>) -> Vec<Finding> {
        if self.0.is_empty() {
            return findings;
        }
        let prints = fingerprints(sources, &findings);
        let known = |print: &crate::report::Fingerprint| self.0.contains(&print.to_string());
        findings
            .into_iter()
            .zip(prints)
            .filter(|(_, print)| !known(print))
            .map(|(finding, _)| finding)
            .collect()
    }
}

/// Records findings as known.
pub(super) fn write(path: &Path, sources: &Sources, findings: &[Finding]) -> Result<(), Failure> {
    let known = findings.iter().zip(fingerprints(sources, findings)).map(|(finding, print)| Known {
        fingerprint: print.to_string(),
        rule: finding.rule.to_string(),
        file: sources.get(finding.primary.file).name().to_string(),
        message: finding.message.clone(),
    });
    let file = File { version: 1, findings: known.collect() };
    let mut text =
        serde_json::to_string_pretty(&file).map_err(|error| Failure::message(error.to_string()))?;
    text.push('\n');
    Ok(workspace::overwrite(path, text.as_bytes())?)
}
