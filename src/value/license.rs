//! Licences: SPDX identifiers and expressions.
//!
//! The identifiers are a selection of those at <https://spdx.org/licenses/>
//! that lists of software and data meet; `LicenseRef-…` stands for any other.
//! Whether a licence fits a purpose is not known here.

/// Identifiers, in the spelling of SPDX.
const IDS: &[&str] = &[
    "0BSD",
    "AFL-3.0",
    "AGPL-3.0",
    "AGPL-3.0-only",
    "AGPL-3.0-or-later",
    "Apache-1.1",
    "Apache-2.0",
    "APSL-2.0",
    "Artistic-2.0",
    "BlueOak-1.0.0",
    "BSD-1-Clause",
    "BSD-2-Clause",
    "BSD-2-Clause-Patent",
    "BSD-3-Clause",
    "BSD-3-Clause-Clear",
    "BSD-4-Clause",
    "BSL-1.0",
    "BUSL-1.1",
    "CC-BY-1.0",
    "CC-BY-2.0",
    "CC-BY-2.5",
    "CC-BY-3.0",
    "CC-BY-4.0",
    "CC-BY-NC-1.0",
    "CC-BY-NC-2.0",
    "CC-BY-NC-2.5",
    "CC-BY-NC-3.0",
    "CC-BY-NC-4.0",
    "CC-BY-NC-ND-2.0",
    "CC-BY-NC-ND-3.0",
    "CC-BY-NC-ND-4.0",
    "CC-BY-NC-SA-2.0",
    "CC-BY-NC-SA-3.0",
    "CC-BY-NC-SA-4.0",
    "CC-BY-ND-3.0",
    "CC-BY-ND-4.0",
    "CC-BY-SA-2.0",
    "CC-BY-SA-2.5",
    "CC-BY-SA-3.0",
    "CC-BY-SA-4.0",
    "CC-PDDC",
    "CC0-1.0",
    "CDDL-1.0",
    "CDDL-1.1",
    "CDLA-Permissive-1.0",
    "CDLA-Permissive-2.0",
    "CDLA-Sharing-1.0",
    "CECILL-2.1",
    "CERN-OHL-P-2.0",
    "CERN-OHL-S-2.0",
    "CERN-OHL-W-2.0",
    "CPL-1.0",
    "ECL-2.0",
    "EPL-1.0",
    "EPL-2.0",
    "EUPL-1.1",
    "EUPL-1.2",
    "GFDL-1.3",
    "GFDL-1.3-only",
    "GFDL-1.3-or-later",
    "GPL-2.0",
    "GPL-2.0-only",
    "GPL-2.0-or-later",
    "GPL-3.0",
    "GPL-3.0-only",
    "GPL-3.0-or-later",
    "HPND",
    "ICU",
    "ISC",
    "LGPL-2.0-only",
    "LGPL-2.1",
    "LGPL-2.1-only",
    "LGPL-2.1-or-later",
    "LGPL-3.0",
    "LGPL-3.0-only",
    "LGPL-3.0-or-later",
    "LPPL-1.3c",
    "MIT",
    "MIT-0",
    "MPL-1.1",
    "MPL-2.0",
    "MPL-2.0-no-copyleft-exception",
    "MS-PL",
    "MS-RL",
    "MulanPSL-2.0",
    "NCSA",
    "NIST-PD",
    "O-UDA-1.0",
    "ODC-By-1.0",
    "ODbL-1.0",
    "OFL-1.1",
    "OGL-UK-3.0",
    "OSL-3.0",
    "PDDL-1.0",
    "PostgreSQL",
    "PSF-2.0",
    "Python-2.0",
    "Ruby",
    "SSPL-1.0",
    "Unicode-3.0",
    "Unicode-DFS-2016",
    "Unlicense",
    "UPL-1.0",
    "Vim",
    "W3C",
    "WTFPL",
    "X11",
    "Zlib",
    "ZPL-2.1",
];

/// Exceptions after `WITH`.
const EXCEPTIONS: &[&str] = &[
    "Autoconf-exception-3.0",
    "Bison-exception-2.2",
    "Classpath-exception-2.0",
    "Font-exception-2.0",
    "GCC-exception-3.1",
    "LLVM-exception",
    "OpenSSL-exception",
    "Qt-GPL-exception-1.0",
];

/// Identifiers that SPDX has replaced, as people still write them, and names
/// that mean one identifier; folded as by [`fold`].
const ALIASES: &[(&str, &str)] = &[
    ("apache", "Apache-2.0"),
    ("apache2", "Apache-2.0"),
    ("apachev2", "Apache-2.0"),
    ("apache2license", "Apache-2.0"),
    ("asl20", "Apache-2.0"),
    ("mitlicense", "MIT"),
    ("themitlicense", "MIT"),
    ("bsd2", "BSD-2-Clause"),
    ("simplifiedbsd", "BSD-2-Clause"),
    ("bsd3", "BSD-3-Clause"),
    ("newbsd", "BSD-3-Clause"),
    ("modifiedbsd", "BSD-3-Clause"),
    ("cc0", "CC0-1.0"),
    ("cczero", "CC0-1.0"),
    ("cc010universal", "CC0-1.0"),
    ("gplv2", "GPL-2.0-only"),
    ("gpl2", "GPL-2.0-only"),
    ("gplv2+", "GPL-2.0-or-later"),
    ("gpl20+", "GPL-2.0-or-later"),
    ("gplv3", "GPL-3.0-only"),
    ("gpl3", "GPL-3.0-only"),
    ("gplv3+", "GPL-3.0-or-later"),
    ("gpl30+", "GPL-3.0-or-later"),
    ("agplv3", "AGPL-3.0-only"),
    ("agpl3", "AGPL-3.0-only"),
    ("lgplv3", "LGPL-3.0-only"),
    ("lgpl3", "LGPL-3.0-only"),
    ("lgplv21", "LGPL-2.1-only"),
    ("mpl2", "MPL-2.0"),
    ("mplv2", "MPL-2.0"),
    ("mozillapubliclicense20", "MPL-2.0"),
    ("boost", "BSL-1.0"),
    ("boostsoftwarelicense10", "BSL-1.0"),
    ("odbl", "ODbL-1.0"),
    ("pddl", "PDDL-1.0"),
    ("odcby", "ODC-By-1.0"),
    ("theunlicense", "Unlicense"),
    ("eupl", "EUPL-1.2"),
    ("mulanpslv2", "MulanPSL-2.0"),
];

/// More nesting than this is no licence that anyone wrote.
const MAX_DEPTH: usize = 16;

/// The identifiers that are known, in the spelling of SPDX.
pub fn identifiers() -> &'static [&'static str] {
    IDS
}

/// The identifier for one licence in any common spelling, such as `Apache 2.0`
/// or `CC BY 4.0`. Creative Commons licences without version (`CC-BY-NC`) get
/// none: which text applies is not said.
pub fn identifier(text: &str) -> Option<&'static str> {
    let known = |id: &&&str| id.eq_ignore_ascii_case(text.trim());
    if let Some(id) = IDS.iter().find(known) {
        return Some(id);
    }
    if text.len() > 80 {
        return None;
    }
    let folded = fold(text);
    let bare = ["license", "licence", "version", "international"]
        .iter()
        .fold(folded.clone(), |text, word| text.replace(word, ""));
    let named = |name: &str| {
        let alias = ALIASES.iter().find(|(alias, _)| *alias == name).map(|&(_, id)| id);
        alias.or_else(|| IDS.iter().copied().find(|id| fold(id) == name))
    };
    named(&folded).or_else(|| named(&bare))
}

/// An SPDX expression in SPDX's spelling: `mit or apache-2.0` becomes
/// `MIT OR Apache-2.0`. `None` for a text that is no expression of known
/// identifiers.
pub fn expression(text: &str) -> Option<String> {
    let spaced = text.replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut reader = Reader { words: &words, at: 0, out: Vec::new() };
    reader.any(0)?;
    if reader.at < words.len() {
        return None;
    }
    Some(reader.out.join(" ").replace("( ", "(").replace(" )", ")"))
}

/// A licence as legacy cells have it: an expression, or one licence in any
/// common spelling.
pub fn read_legacy(text: &str) -> Option<String> {
    expression(text).or_else(|| identifier(text).map(String::from))
}

/// Whether the text names a licence that SPDX wants said more exactly, such as
/// `GPL-3.0`: only that version, or later ones too.
pub fn is_deprecated(id: &str) -> bool {
    matches!(id, "AGPL-3.0" | "GFDL-1.3" | "GPL-2.0" | "GPL-3.0" | "LGPL-2.1" | "LGPL-3.0")
}

/// Letters, digits and `+` of a text, in small letters.
fn fold(text: &str) -> String {
    text.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '+').map(|c| c.to_ascii_lowercase()).collect()
}

struct Reader<'t> {
    words: &'t [&'t str],
    at: usize,
    out: Vec<String>,
}

impl Reader<'_> {
    fn word(&mut self, word: &str) -> bool {
        let found = self.words.get(self.at).is_some_and(|next| next.eq_ignore_ascii_case(word));
        if found {
            self.at += 1;
            self.out.push(word.to_string());
        }
        found
    }

    fn any(&mut self, depth: usize) -> Option<()> {
        self.all(depth)?;
        while self.word("OR") {
            self.all(depth)?;
        }
        Some(())
    }

    fn all(&mut self, depth: usize) -> Option<()> {
        self.one(depth)?;
        while self.word("AND") {
            self.one(depth)?;
        }
        Some(())
    }

    fn one(&mut self, depth: usize) -> Option<()> {
        if depth < MAX_DEPTH && self.word("(") {
            self.any(depth + 1)?;
            return self.word(")").then_some(());
        }
        let id = self.words.get(self.at)?;
        let (bare, later) = id.strip_suffix('+').map_or((*id, ""), |bare| (bare, "+"));
        let known = IDS.iter().find(|known| known.eq_ignore_ascii_case(bare));
        let own = bare.strip_prefix("LicenseRef-").is_some_and(|name| {
            !name.is_empty()
                && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.')
        });
        let spelled = known.map(ToString::to_string).or_else(|| own.then(|| bare.to_string()))?;
        self.out.push(format!("{spelled}{later}"));
        self.at += 1;
        if self.word("WITH") {
            let exception = self.words.get(self.at)?;
            let known = EXCEPTIONS.iter().find(|known| known.eq_ignore_ascii_case(exception))?;
            self.out.push(known.to_string());
            self.at += 1;
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn common_spellings_have_one_identifier() {
        for (text, id) in [
            ("Apache 2.0", "Apache-2.0"),
            ("Apache License, Version 2.0", "Apache-2.0"),
            ("apache-2.0", "Apache-2.0"),
            ("MIT License", "MIT"),
            ("CC BY 4.0", "CC-BY-4.0"),
            ("CC-BY-NC-SA 4.0", "CC-BY-NC-SA-4.0"),
            ("CC BY 4.0 International", "CC-BY-4.0"),
            ("CC0", "CC0-1.0"),
            ("GPLv3", "GPL-3.0-only"),
            ("GPLv3+", "GPL-3.0-or-later"),
            ("BSD 3-Clause", "BSD-3-Clause"),
            ("ODbL", "ODbL-1.0"),
        ] {
            assert_eq!(identifier(text), Some(id), "{text}");
        }
        for text in ["CC-BY-NC", "custom", "research only", ""] {
            assert_eq!(identifier(text), None, "{text}");
        }
    }

    #[test]
    fn expressions_are_written_in_the_spelling_of_spdx() {
        for (text, spelled) in [
            ("mit or apache-2.0", "MIT OR Apache-2.0"),
            ("(MIT AND Zlib) OR (ISC)", "(MIT AND Zlib) OR (ISC)"),
            ("GPL-2.0-only with classpath-exception-2.0", "GPL-2.0-only WITH Classpath-exception-2.0"),
            ("Apache-2.0 WITH LLVM-exception", "Apache-2.0 WITH LLVM-exception"),
            ("LicenseRef-Kaggle", "LicenseRef-Kaggle"),
            ("EPL-1.0+", "EPL-1.0+"),
        ] {
            assert_eq!(expression(text).as_deref(), Some(spelled));
            assert_eq!(expression(spelled).as_deref(), Some(spelled));
        }
        for text in [
            "",
            "MIT OR",
            "OR MIT",
            "(MIT",
            "MIT)",
            "MIT Apache-2.0",
            "MIT WITH MIT",
            "LicenseRef-",
            "Nothing-1.0",
        ] {
            assert_eq!(expression(text), None, "{text}");
        }
        assert_eq!(expression(&"(".repeat(100_000)), None);
    }

    #[test]
    fn every_alias_means_an_identifier_and_is_folded() {
        for (alias, id) in ALIASES {
            assert!(IDS.contains(id), "{id}");
            assert_eq!(fold(alias), *alias);
        }
    }

    proptest! {
        #[test]
        fn what_is_read_is_read_the_same_again(text in "(mit|ISC|\\(|\\)| or | AND | with |llvm-exception|LicenseRef-a| ){0,9}") {
            if let Some(spelled) = expression(&text) {
                prop_assert_eq!(expression(&spelled), Some(spelled.clone()));
            }
        }
    }
}
