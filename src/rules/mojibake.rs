//! `mojibake`.

use super::{Check, TextCx};
use crate::finding::{Finding, Fixable, Level, Safety};
use crate::repair::{self, Options, Run};
use crate::text::Edit;

rule! {
    /// Text that was written in UTF-8 and read as something else: each
    /// damaged stretch, what it should read, and how sure that is. Bytes that
    /// were lost on the way are filled in by what makes words.
    ///
    /// ## Why
    ///
    /// Nobody can read it, no search finds it, and each further conversion
    /// loses more of it.
    ///
    /// ## Bad
    ///
    /// ```markdown
    /// # Résumé
    ///
    /// Bilder der Universität Köln, FranÃ§ois Dupont; AndrÃ© LefÃ¨vre, JosÃ© MartÃ­nez.
    /// ```
    ///
    /// ## Good
    ///
    /// ```markdown
    /// # Résumé
    ///
    /// Bilder der Universität Köln, François Dupont; André Lefèvre, José Martínez.
    /// ```
    ///
    /// ## Fix
    ///
    /// Safe where every character is sure; unsafe where one is only likely.
    /// `catalint repair` mends a whole file and lists what is not sure.
    "mojibake",
    Some(Level::Error),
    Fixable::Safe,
    "text that was decoded with the wrong encoding",
    Check::Text(check)
}

/// How much of a stretch the message quotes, in characters.
const QUOTED: usize = 40;

fn check(cx: &TextCx<'_>, out: &mut Vec<Finding>) {
    let report = repair::find(cx.text(), &Options::default());
    let Some(damage) = &report.damage else { return };
    // What stands in a region is mended in the catalog, and follows it.
    let managed = |span| cx.document.is_some_and(|document| document.is_managed(span));
    for run in report.runs.iter().filter(|run| !managed(run.span)) {
        let safe = report.is_safe(run);
        let (safety, sure) = if safe { (Safety::Safe, "") } else { (Safety::Unsafe, "probably ") };
        let message = format!("text that was read as {}: it is {sure}`{}`", damage.encoding.name(), quoted(run));
        let mut finding = cx
            .finding(NAME, Level::Error, run.span, message)
            .label(format!("{:.0} % sure", run.confidence * 100.0))
            .help("`catalint repair` mends the whole file")
            .subject(run.replacement.clone())
            .fix(safety, "write what it was", vec![Edit::new(run.span, run.replacement.clone())]);
        let unsure: Vec<String> = run
            .restored
            .iter()
            .filter(|restored| restored.chosen.confidence < repair::THRESHOLD && !restored.others.is_empty())
            .map(|restored| {
                let others: String = restored.others.iter().take(4).map(|other| format!(" {}", other.char)).collect();
                format!("`{}` may be one of:{others}", restored.chosen.char)
            })
            .collect();
        if !unsure.is_empty() {
            finding = finding.help(unsure.join("; "));
        }
        out.push(finding);
    }
    for &span in report.beyond_repair.iter().filter(|&&span| !managed(span)) {
        out.push(
            cx.finding(NAME, Level::Error, span, "damaged text that nothing fits")
                .help("find the original and write it again"),
        );
    }
}

fn quoted(run: &Run) -> String {
    let mut text: String = run.replacement.chars().take(QUOTED).collect();
    if run.replacement.chars().nth(QUOTED).is_some() {
        text.push('…');
    }
    text
}
