//! What strangers write never becomes a workflow command or a terminal escape,
//! in any format. The parser here mimics GitHub's runner (`ActionCommand.cs`
//! and `ActionCommandManager.cs` of actions/runner), and is stricter: it takes
//! any name for a command, not only those that the runner knows.

use super::safe::{is_hidden, visible};
use super::sample::{self, HOSTILE};
use super::{Format, Style, write};
use proptest::prelude::*;
use serde_json::Value;

/// The commands that a runner would obey in `output`, as name and data.
fn commands(output: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for line in output.replace("\r\n", "\n").split(['\n', '\r']) {
        let trimmed = line.trim_start();
        let second = trimmed.strip_prefix("::").and_then(|rest| rest.split_once("::"));
        if let Some((head, data)) = second.filter(|(head, _)| !head.trim().is_empty()) {
            let name = head.split(' ').next().unwrap_or_default();
            found.push((name.to_lowercase(), data.to_string()));
        } else if let Some((_, rest)) = line.split_once("##[")
            && let Some((name, data)) = rest.split_once(']')
        {
            found.push((name.to_lowercase(), data.to_string()));
        }
    }
    found
}

fn others() -> impl Iterator<Item = Format> {
    Format::ALL.into_iter().filter(|&format| format != Format::Github)
}

/// Characters of `output` that a terminal obeys or does not show, but for line
/// ends and, in a diff, tabs.
fn hidden(format: Format, output: &str) -> Vec<char> {
    let allowed = |c: char| c == '\n' || (c == '\t' && format == Format::Full);
    output.chars().filter(|&c| is_hidden(c) && !allowed(c)).collect()
}

fn check(text: &str) -> Result<(), TestCaseError> {
    let sample = sample::hostile(text);
    for format in others() {
        let output = sample.write(format);
        prop_assert_eq!(commands(&output), [], "{} of {:?}", format.name(), text);
        let hidden = hidden(format, &output);
        prop_assert!(hidden.is_empty(), "{hidden:?} in {} of {text:?}", format.name());
    }
    let told = commands(&sample.write(Format::Github));
    let names: Vec<&str> = told.iter().map(|(name, _)| name.as_str()).collect();
    prop_assert_eq!(names, ["error", "error", "warning", "notice"]);
    Ok(())
}

#[test]
fn the_parser_finds_what_a_runner_finds() {
    let names = |text: &str| commands(text).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
    assert_eq!(names(" \u{A0}::Error file=x::y\n::end::\na ::b::\n:: ::"), ["error", "end"]);
    assert_eq!(names("deep ##[Group]x\rx\r::y::"), ["group", "y"]);
    assert!(HOSTILE.iter().filter(|text| !commands(text).is_empty()).count() >= 10);
}

#[test]
fn the_hostile_corpus_speaks_to_no_runner_and_no_terminal() {
    for text in HOSTILE {
        check(text).unwrap();
    }
}

#[test]
fn colours_and_links_bring_only_escapes_of_our_own() {
    let style = Style { color: true, hyperlinks: true, ..Style::default() };
    for text in HOSTILE {
        for format in [Format::Full, Format::Concise] {
            let mut out = Vec::new();
            write(&sample::hostile(text).report(), format, &style, &mut out).unwrap();
            let output = String::from_utf8(out).unwrap();
            assert_eq!(commands(&output), []);
            for escape in output.split('\u{1B}').skip(1) {
                let colour = escape.starts_with('[') && escape[1..].contains('m');
                let link = escape.starts_with("]8;;\u{1B}") || escape.starts_with("]8;;");
                assert!(colour || link || escape.starts_with('\\'), "{escape:?} from {text:?}");
            }
            assert!(!output.contains("evil.example\u{1B}"));
        }
    }
}

#[test]
fn the_runner_hears_only_that_it_shall_not_listen() {
    let style = Style { stop_token: Some("0123456789abcdef".into()), ..Style::default() };
    for text in HOSTILE {
        let mut out = Vec::new();
        write(&sample::hostile(text).report(), Format::Full, &style, &mut out).unwrap();
        let output = String::from_utf8(out).unwrap();
        let names: Vec<String> = commands(&output).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["stop-commands", "0123456789abcdef"]);
    }
}

#[test]
fn json_and_workflow_commands_carry_the_text_itself() {
    for text in HOSTILE {
        let sample = sample::hostile(text);
        for format in [Format::Json, Format::Rdjson, Format::Gitlab, Format::Sarif] {
            let value: Value = sample.json(format);
            let name = match format {
                Format::Json => &value["findings"][0]["file"],
                Format::Rdjson => &value["diagnostics"][0]["location"]["path"],
                Format::Gitlab => &value[0]["location"]["path"],
                _ => {
                    &value["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["snippet"]["text"]
                }
            };
            assert_eq!(name.as_str().unwrap(), *text);
        }
        for line in sample.write(Format::JsonLines).lines() {
            serde_json::from_str::<Value>(line).unwrap();
        }
        let github = sample.write(Format::Github);
        let file = github.lines().nth(1).unwrap();
        let (_, file) = file.split_once("file=").unwrap();
        let (file, _) = file.split_once(',').unwrap();
        let file = file.replace("%3A", ":").replace("%2C", ",").replace("%25", "%").replace("##\\[", "##[");
        assert_eq!(file, visible(text));
    }
}

#[test]
fn xml_holds_only_characters_that_xml_has() {
    let allowed = |c: char| matches!(c, '\t' | '\n' | '\u{20}'..='\u{FFFD}' | '\u{10000}'..);
    for text in HOSTILE {
        assert!(sample::hostile(text).write(Format::Junit).chars().all(allowed));
    }
}

/// Writes every sample in every format to the directory that
/// `CATALINT_REPORT_SAMPLES` names, for `.ci/validators/reports.sh`, whose
/// validators need tools from elsewhere.
#[test]
fn samples_are_written_where_the_validators_look() {
    let Some(directory) = std::env::var_os("CATALINT_REPORT_SAMPLES") else {
        return;
    };
    let directory = std::path::PathBuf::from(directory);
    let mut samples =
        vec![("everything".to_string(), sample::everything()), ("clean".into(), sample::clean())];
    for (index, text) in HOSTILE.iter().enumerate() {
        samples.push((format!("hostile-{index:02}"), sample::hostile(text)));
    }
    for (name, sample) in samples {
        for format in Format::ALL {
            let path = directory.join(format!("{name}.{}", format.name()));
            std::fs::write(path, sample.write(format)).unwrap();
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn no_text_speaks_to_a_runner_or_a_terminal(
        text in "[:#\\[\\]a \t\r\n\u{1B}\u{9B}\u{A0}\u{85}\u{2028}\u{202E}\u{200B}\u{FEFF}%`<|\\\\]{1,12}",
    ) {
        check(&text)?;
    }
}
