//! catalint keeps README lists as structured data.
//!
//! The library does everything that the commands do, from texts to texts: it
//! opens no file but through [`workspace`], and ends no process. The verbs,
//! each in a few lines:
//!
//! # Migrate
//!
//! A legacy README becomes a catalog, and the same README with managed
//! regions; see [`migrate`].
//!
//! ```
//! use catalint::migrate::{Options, migrate};
//! use catalint::text::Source;
//!
//! let legacy = "# Sets\n\n| Dataset | Format |\n| --- | --- |\n| Ada | NII |\n| Bo | DCM |\n";
//! let options = Options { output: "README.md".to_string(), ..Options::default() };
//! let migration = migrate(&Source::new("README.md", legacy), &options).expect("nothing is in the way");
//! assert!(migration.catalog.contains("- name: Ada"));
//! assert!(migration.readme.contains("<!-- catalint:begin sets -->"));
//! assert!(migration.report.account.balances());
//! ```
//!
//! # Lint
//!
//! A catalog is read with all that is wrong with its structure
//! ([`catalog::read()`]); rules find the rest ([`lint`]).
//!
//! ```
//! use catalint::lint::{Levels, Run, Settings};
//! use catalint::text::{Source, Sources};
//!
//! let yaml = "version: 1\npreset: medical-imaging\nsections:\n  - id: sets\n    entries:\n      - name: Ada\n        link: htps://ada.example\n";
//! let mut sources = Sources::new();
//! let file = sources.add(Source::new("catalog.yaml", yaml));
//! let read = catalint::catalog::read(&mut sources, file, &mut |_| Ok(Vec::new())).expect("it is YAML");
//! let levels = Levels::new(&Settings::default(), Some(&read.catalog));
//! let mut run = Run::new(&levels);
//! run.catalog(&sources, &read);
//! let findings = run.finish();
//! assert!(findings.iter().any(|finding| finding.rule == "link-scheme"), "{findings:?}");
//! ```
//!
//! # Render, and check
//!
//! A catalog gives the text of each region ([`render`]); where a README says
//! something else, that is drift ([`drift`]).
//!
//! ```
//! use catalint::text::{Source, Sources};
//! use catalint::{drift, readme, render};
//!
//! let yaml = "version: 1\npreset: medical-imaging\nsections:\n  - id: sets\n    entries:\n      - name: Ada\n";
//! let mut sources = Sources::new();
//! let file = sources.add(Source::new("catalog.yaml", yaml));
//! let catalog = catalint::catalog::read(&mut sources, file, &mut |_| Ok(Vec::new())).expect("it is YAML").catalog;
//!
//! let before = "# Sets\n\n<!-- catalint:begin sets -->\n<!-- catalint:end sets -->\n";
//! let source = Source::new("README.md", before);
//! let rendered = render::output(&catalog, &source, &readme::regions(before), "en").expect("the marks are right");
//! assert!(rendered.text.contains("| Ada |"));
//! assert_eq!(drift::find("README.md", before, &rendered, None).len(), 1);
//! ```
//!
//! # Absorb
//!
//! What people changed in a README's regions goes back to the catalog, by the
//! last version of both that agreed; see [`absorb`].
//!
//! # Repair
//!
//! Text that was decoded with the wrong encoding is found and mended, as far
//! as that is sure; see [`repair`].
//!
//! ```
//! use catalint::repair::{Options, mend};
//!
//! let (mended, report) = mend("FranÃ§ois, AndrÃ©, LefÃ¨vre, JosÃ© MartÃ­nez", &Options::default());
//! assert_eq!(mended, "François, André, Lefèvre, José Martínez");
//! assert_eq!(report.uncertain().count(), 0);
//! ```
#![warn(missing_docs)]

pub mod absorb;
pub mod catalog;
pub mod cli;
pub mod commands;
pub mod drift;
pub mod finding;
pub mod limits;
pub mod lint;
pub mod lsp;
pub mod migrate;
pub mod parallel;
pub mod readme;
pub mod render;
pub mod repair;
pub mod report;
pub mod rules;
pub mod text;
pub mod value;
pub mod workspace;
