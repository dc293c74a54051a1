//! What packages carry besides the program: completions for shells, and the
//! manual page.
//!
//! Both are made of the arguments themselves, and of nothing that differs from
//! one machine or day to the next.

use super::Cli;
use clap::{Command, CommandFactory as _};
use clap_complete::Shell;
use clap_mangen::Man;
use std::io::{self, Write};

/// The day of the release, which the manual page tells.
const DATE: &str = "2026-11-25";

/// The manual page's sections that the arguments do not tell.
const MORE: &str = r#".SH "EXIT STATUS"
.TP
\fB0\fR
nothing to report
.TP
\fB1\fR
findings at level error (with \fB\-\-strict\fR any), drift, or files that \fB\-\-check\fR would change
.TP
\fB2\fR
the command could not do its work: bad arguments, input that cannot be read
.SH ENVIRONMENT
.TP
\fBNO_COLOR\fR
no colours, unless \fB\-\-color\fR says otherwise
.TP
\fBFORCE_COLOR\fR, \fBCLICOLOR_FORCE\fR
colours also where there is no terminal
.SH FILES
.TP
\fIcatalog.yaml\fR
the catalog, here or in the nearest folder above
.TP
\fI.catalint\-baseline.json\fR
beside the catalog: findings that are known and not told
"#;

/// The script that completes arguments in a shell.
pub fn completions(shell: Shell) -> Vec<u8> {
    let mut out = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "catalint", &mut out);
    out
}

/// The manual page `catalint(1)`, every command included.
///
/// # Errors
/// None but what writing to memory can have.
pub fn man() -> io::Result<Vec<u8>> {
    let command = Cli::command();
    let subcommands: Vec<Command> = command.get_subcommands().cloned().collect();
    let page = Man::new(command.disable_help_subcommand(true).subcommand_value_name("command"))
        .title("CATALINT")
        .date(DATE)
        .source(concat!("catalint ", env!("CARGO_PKG_VERSION")))
        .manual("User Commands");
    let mut out = Vec::new();
    page.render_title(&mut out)?;
    page.render_name_section(&mut out)?;
    page.render_synopsis_section(&mut out)?;
    page.render_description_section(&mut out)?;
    page.render_options_section(&mut out)?;
    for subcommand in subcommands {
        section(subcommand, &mut out)?;
    }
    out.write_all(MORE.as_bytes())?;
    Ok(tidy(&String::from_utf8_lossy(&out)).into_bytes())
}

/// What `mandoc -T lint` asks for: lines of 80 characters at most, no blanks
/// at their ends, no break beside a blank line.
fn tidy(page: &str) -> String {
    let mut out = String::with_capacity(page.len());
    let mut lines = page.lines().peekable();
    let mut before = ".";
    while let Some(line) = lines.next() {
        let beside_blank = before.is_empty() || lines.peek().is_some_and(|after| after.is_empty());
        // Every part brings the preamble along; it is needed once.
        let again = line.starts_with(".ie ") || line.starts_with(".el ");
        if (line == ".br" && beside_blank) || (again && out.contains(line)) {
            continue;
        }
        before = line;
        if line.is_empty() {
            out.push_str(".sp");
        } else if line.starts_with('.') {
            out.push_str(line.trim_end());
        } else {
            wrap(line.trim_end(), &mut out);
        }
        out.push('\n');
    }
    out
}

/// Text over several lines; where they end means nothing.
fn wrap(text: &str, out: &mut String) {
    let mut width = 0;
    for word in text.split(' ') {
        let length = word.chars().count();
        if width > 0 && width + length >= 80 {
            out.push('\n');
            // A line that starts so would be a request.
            out.push_str(if word.starts_with(['.', '\'']) { "\\&" } else { "" });
            width = 0;
        } else if width > 0 {
            out.push(' ');
            width += 1;
        }
        out.push_str(word);
        width += length;
    }
}

/// A section of its own for one command: what stands in sections of a page
/// becomes its subsections.
fn section(command: Command, out: &mut Vec<u8>) -> io::Result<()> {
    let name = format!("catalint {}", command.get_name());
    writeln!(out, ".SH \"{}\"", name.to_uppercase())?;
    if let Some(about) = command.get_about() {
        writeln!(out, "{}", about.to_string().replace('-', "\\-"))?;
    }
    let page = Man::new(command.bin_name(name).disable_help_flag(true));
    let mut parts = Vec::new();
    page.render_synopsis_section(&mut parts)?;
    page.render_options_section(&mut parts)?;
    for line in String::from_utf8_lossy(&parts).lines() {
        writeln!(out, "{}", line.strip_prefix(".SH").map_or(line.to_string(), |rest| format!(".SS{rest}")))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manual_page_tells_of_every_command_and_option() {
        let page = String::from_utf8(man().unwrap()).unwrap();
        let command = Cli::command();
        let globals: Vec<&str> = command.get_arguments().filter_map(|arg| arg.get_long()).collect();
        assert!(globals.contains(&"catalog"));
        for subcommand in command.get_subcommands() {
            let heading = format!(".SH \"CATALINT {}\"", subcommand.get_name().to_uppercase());
            let after = page.split(&heading).nth(1).unwrap_or_else(|| panic!("no {heading}"));
            let own = after.split("\n.SH ").next().unwrap();
            for long in subcommand.get_arguments().filter_map(|arg| arg.get_long()) {
                assert!(own.contains(&long.replace('-', "\\-")), "{long} of {heading}");
            }
        }
        assert!(page.contains(&format!(".TH CATALINT 1 {DATE} ")), "{page}");
    }

    #[test]
    fn the_date_is_that_of_the_release() {
        let log = include_str!("../../CHANGELOG.md");
        let heading = log.lines().find(|line| line.starts_with("## ")).unwrap();
        let date: String = heading.chars().filter(|c| c.is_ascii_digit() || *c == '-').collect();
        assert!(heading.ends_with("not yet released") || date.ends_with(DATE), "{heading}: DATE is {DATE}");
    }

    #[test]
    fn every_shell_completes_every_command() {
        for shell in [Shell::Bash, Shell::Zsh, Shell::Fish, Shell::Elvish, Shell::PowerShell] {
            let script = String::from_utf8(completions(shell)).unwrap();
            for subcommand in Cli::command().get_subcommands() {
                assert!(script.contains(subcommand.get_name()), "{shell}: {}", subcommand.get_name());
            }
        }
    }
}
