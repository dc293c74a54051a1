//! The laws of `support/laws` under generated input, and under everything that
//! the fuzz targets have broken them with. A law holds for every text; what is
//! generated here is text that means something to YAML, Markdown or people.

#[expect(dead_code, reason = "each test file uses its own part of the support")]
mod support;

#[expect(unreachable_pub, reason = "the fuzz targets use it too")]
#[path = "support/laws/mod.rs"]
mod laws;

use proptest::prelude::*;

fn layouts() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["table", "list", "prose"])
}

/// Lines of hostile text with every kind of line end.
fn hostile_lines() -> impl Strategy<Value = String> {
    let end = prop::sample::select(vec!["\n", "\r\n", "\r", "\n\n", "\u{2028}", "\u{85}", ""]);
    let start =
        prop::sample::select(vec!["", "", "| ", "- ", "> ", "# ", "    ", "1. ", "\t", "[a]: ", "<td>"]);
    let line = (start, support::hostile(), end).prop_map(|(start, text, end)| format!("{start}{text}{end}"));
    prop::collection::vec(line, 0..8).prop_map(|lines| lines.concat())
}

/// Something done to a line of a README.
#[derive(Clone, Debug)]
enum Act {
    Insert(usize, String),
    Remove(usize),
    Replace(usize, String),
    Swap(usize),
}

fn act() -> impl Strategy<Value = Act> {
    let row = prop_oneof![
        support::hostile(),
        (support::hostile(), support::hostile()).prop_map(|(one, two)| format!("| {one} | {two} |")),
        support::hostile().prop_map(|text| format!("- {text}")),
        support::hostile().prop_map(|text| format!("### {text}")),
    ];
    let row = row.prop_map(|row| row.replace('\n', " ")).boxed();
    prop_oneof![
        (any::<usize>(), row.clone()).prop_map(|(at, row)| Act::Insert(at, row)),
        any::<usize>().prop_map(Act::Remove),
        (any::<usize>(), row).prop_map(|(at, row)| Act::Replace(at, row)),
        any::<usize>().prop_map(Act::Swap),
    ]
}

fn edit(acts: &[Act], lines: &mut Vec<String>) {
    for act in acts {
        let len = lines.len();
        match act {
            Act::Insert(at, row) => lines.insert(at % (len + 1), row.clone()),
            Act::Remove(at) if len > 1 => {
                lines.remove(at % len);
            }
            Act::Replace(at, row) => lines[at % len].clone_from(row),
            Act::Swap(at) if len > 1 => lines.swap(at % (len - 1), at % (len - 1) + 1),
            Act::Remove(_) | Act::Swap(_) => {}
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn catalogs_are_read_written_and_read_again(yaml in layouts().prop_flat_map(support::catalog)) {
        laws::catalogs::reading(&yaml);
    }

    #[test]
    fn outputs_are_functions_of_the_catalog(yaml in layouts().prop_flat_map(support::catalog)) {
        laws::catalogs::rendering(&yaml);
    }

    #[test]
    fn layout_and_fixes_keep_catalogs_sound(yaml in layouts().prop_flat_map(support::catalog)) {
        laws::catalogs::layout(&yaml);
        laws::catalogs::fixing(&yaml);
    }

    #[test]
    fn any_edit_of_a_readme_is_absorbed_whole_or_refused(
        yaml in layouts().prop_flat_map(support::catalog), acts in prop::collection::vec(act(), 1..4),
    ) {
        laws::absorbing::absorbing(&yaml, |lines| edit(&acts, lines));
    }

    #[test]
    fn no_text_breaks_what_reads_readmes(text in hostile_lines()) {
        laws::documents::linting(&text);
        laws::documents::region_finding(&text);
        laws::documents::mending(&text);
    }

    #[test]
    fn no_region_changes_what_is_told_of_the_rest(
        text in hostile_lines(), within in hostile_lines(), list in any::<bool>(),
    ) {
        let rows: String = match list {
            true => (0..20).map(|n| format!("- [a {n}](https://a.example/#b)\n  - **b**: c\n")).collect(),
            false => (0..20).map(|n| format!("| [a {n}](https://a.example/#b) | |\n")).collect(),
        };
        let head = if list { "" } else { "| a | b |\n|---|---|\n" };
        let readme = format!(
            "# T\n\n{text}\n\n<!-- catalint:begin a -->\n\n{head}{rows}{within}\n\n\
             <!-- catalint:end a -->\n\n{text}"
        );
        laws::documents::linting(&readme);
    }

    #[test]
    fn no_text_breaks_migration(text in hostile_lines(), verbatim in any::<bool>()) {
        laws::migration::migrating(&text, verbatim);
    }

    #[test]
    fn no_text_breaks_what_reads_catalogs(text in hostile_lines()) {
        laws::catalogs::reading(&text);
        laws::catalogs::layout(&text);
    }

    #[test]
    fn values_are_read_back(text in support::hostile()) {
        laws::values::size(&text);
        laws::values::link(&text);
        laws::values::cell(&text);
    }
}

/// What broke a law once, cut down to what did it.
#[test]
fn long_regions_are_compared_to_their_last_byte() {
    for layout in ["table", "list", "prose"] {
        let mut text = format!("version: 1\nsections:\n  - id: s\n    layout: {layout}\n    entries:\n");
        for index in 0..600 {
            text.push_str(&format!(
                "      - name: 脑 {index}\n        description: Scans of {index} people.\n"
            ));
        }
        laws::catalogs::rendering(&text);
    }
}

#[test]
fn what_was_found_stays_mended() {
    // A contents region that holds a heading listed it.
    laws::documents::region_finding(
        "<!-- catalint:begin contents -->\na\n-\n<!-- catalint:end contents -->\na\n-\n",
    );
    // A lone carriage return and a line end written after it became one.
    laws::documents::region_finding("<!-- catalint:begin contents -->\r<!-- catalint:end contents -->\n");
    // A mark that is not closed was taken for one.
    laws::documents::region_finding("<!-- catalint:begin a -->\n<!-- catalint:end a ");
    // Blanks that are no spaces were found again and again.
    laws::documents::linting("| `a|b` | https://c.example/?|\u{2028}|\r\n");
    // What does not show, taken out, made other YAML.
    laws::catalogs::fixing("version: 1\nsections:\u{200D} - id: a\n");
    // A link to nowhere was shown as nothing.
    laws::values::link("[a\\]b]()");
    // Separators without links were no links when written, some when read.
    laws::values::cell(", ,");
    laws::values::cell(", 、");
    // Below a bare dash, a fence stood outside of its item.
    let nameless = "version: 1\nsections:\n  - id: a\n    layout: list\n    entries:\n      - description: ~~~\n      - name: '<!-- -->'\n";
    laws::catalogs::rendering(nameless);
    laws::absorbing::absorbing(nameless, |_| {});
    // Free text in place of a link was trimmed in the catalog only.
    laws::absorbing::absorbing(
        "version: 1\nsections:\n  - id: a\n    entries:\n      - name: one\n",
        |lines| {
            let at = lines.iter().position(|line| line.starts_with("| one")).expect("a row");
            lines.insert(at, "| New | <br><tr> gnore [xh(] | |".to_string());
        },
    );
    // A term of blanks in a code span was lost.
    laws::values::cell("``^ \n ` `");
    // White space that is no blank was nothing once, and text once.
    laws::catalogs::reading(
        "version: 1\npreset: medical-imaging\nsections:\n  - id: a\n    entries:\n      - name: a\n        tasks: [\"\\x85&#32;\\x85\"]\n",
    );
    // The language was guessed without the header of a broken table.
    laws::migration::migrating("# 列表\n\n?|名称|模态\n|---|---|\n|膝|M\n\n# Boats and more\n", false);
    // Text between the cells of an HTML table was lost.
    laws::migration::migrating(
        "# T\n\n<table><caption>Boats</caption>h<tr><th>Name</th><th>Link</th></tr>\n<tr><td>A</td><td>https://a.example</td></tr></table>\n",
        false,
    );
    laws::migration::migrating(
        "# T\n\n## S\n\n- [\u{301}](https://l.example.org/p) - \n| 说明 |\n|---|\n|  |\n\n",
        false,
    );
    // An anchor came after its alias; the last entry of a list at its key's
    // column left brackets there.
    let outdented =
        "version: 1\nsections:\n- id: a\n  entries:\n  - name: &n one\n  - {name: two, description: *n}\n";
    laws::absorbing::absorbing(outdented, |lines| {
        let at = lines.iter().rposition(|line| line.starts_with("| one |")).expect("a row");
        lines.swap(at, at + 1);
    });
    // A cell of blanks was taken for a list without items, which no catalog
    // holds: the row was added again.
    let bars = "version: 1\npreset: medical-imaging\nsections:\n  - id: a\n    entries:\n      - name: b\n      - name: b\n";
    laws::absorbing::absorbing(bars, |lines| {
        let at = lines.iter().position(|line| line.starts_with("| b |")).expect("a row");
        lines[at] = "| c | &#32; |".to_string();
    });
    // A carriage return in a heading's text ended a line of the contents.
    let heading =
        "version: 1\nsections:\n  - id: a\n    layout: prose\n    entries:\n      - name: \"a\\r~~~\"\n";
    laws::catalogs::rendering(heading);
    // A blank line put in after a lone carriage return was none.
    laws::catalogs::layout("version: 1\nsections:\n- b:\r- c\n");
    laws::catalogs::layout("version: 1\nsections:\n- b:\r  \n- c\n");
    // A description that reads as a heading became the title.
    laws::migration::migrating(
        "# T\n\n## S\n\n- [a](https://a.example) # A\n- [b](https://b.example)\n",
        false,
    );
    laws::migration::migrating(
        "- [a](https://a.example)# A\n- [b](https://b.example) – b\n- [c](https://c.example) – c\n",
        false,
    );
    // A tag of a language that needs quotes was written without.
    laws::catalogs::reading("version: 1\nlanguages: [\"a\\n\", \"b, c\"]\nsections: []\n");
    // What a size's canonical form is escaped to was another spelling of it.
    laws::catalogs::fixing(
        "version: 1\npreset: medical-imaging\nsections:\n  - id: a\n    entries:\n      - name: b\n        size: \"1 (\\uFEFF)\"\n",
    );
    // A table's positions were moved by what a paragraph above it was off by.
    laws::documents::linting("[r]:e\n|\n\n||||\n-|-|-\n| <http://o\n-[x]");
    laws::absorbing::absorbing("version: 1\nsections:\n- id: a\n  entries:\n  - name: one\n", |lines| {
        lines.retain(|line| !line.starts_with("| one"));
    });
    // A heading in an item made its list a region of headings.
    laws::migration::migrating(
        "## S\n\n### A\n\n**Size:** A\n\n- **Size**: #\n[x](https://x.example.org)\n\n### |\n\n**Size:** A\n",
        false,
    );
    // The mark of a region that begins with the next heading was part of the
    // entry above it.
    laws::migration::migrating("### )\nhttp://\n### .\nhttp://\0\n## e\nhttp://", false);
    // A line right below a table became a heading below the region.
    laws::migration::migrating("|Name|Link|\n|---|---|\n|A|https://a.example|\n列表列表列表列表\n-\n", false);
    // A list below a heading was a field of it, and evidence for its siblings,
    // until it was a region.
    laws::migration::migrating(
        "## S\n\n### A\n\n[Homepage](https://g.example.org)\n\n### B\n\n**Size:** |\n```\n# code\n```\n- **Size**: b\n* [A](https://l.example.org/p)\n",
        false,
    );
    // A cell beyond the last column spoke for a preset, and when it was put
    // into one, it did not.
    laws::migration::migrating(
        "| Name | Image format |\n|---|---|\n| A |\n\n### A\n\n**Size:** A\n\n| Name |\n|---|\n|  | [x](https://x.example.org) |\n\n| Name | Link | Image format |\n|---|---|---|\n|  |  | nii.gz | ![i](https://i.example.org/i.png) |\n",
        false,
    );
    // What stands below headings that have to be left was taken, and missing
    // from them the next time; blanks at its end kept it apart.
    laws::migration::migrating(
        "## S\n\n### B\n\n**Size:** &lt;\n\n### B\n\n**Size:** |\n- **Size**: |\n\n| Data size |\n|---|\n| ![i](https://i.example.org/i.png) | _ |\n\n### A\n\n\u{A0}\n\nhttps://h.example.org/x\n",
        false,
    );
    laws::migration::migrating(
        "## S\n\n### [x](https://x.example.org)\n\n**Link:** \n\n### [x](https://x.example.org)\u{A0}\n\n**Size:** \n\n**[](https://l.example.org/p)** \n\n**[](https://l.example.org/p)** \n\n**[](https://l.example.org/p)** \n",
        false,
    );
    // A carriage return that ended a line was text in what an entry says.
    laws::migration::migrating(
        "# T\n\n## S\n\n| 说明 |\n|---|\n| \rA |\n| [[paper](https://p.example.org)] |\n",
        false,
    );
    // An entry ended within a line: what defines a link stood behind its region.
    laws::migration::migrating("### [B](e)\n- [r]:e\n## [B](e)\n1.[M](://)", false);
    // A line above a table came to define a link.
    laws::migration::migrating("[r]:://\n[|)\n-|-\nhttp://|\n- [R]s", false);
    // Rows in a quote were taken for more of the table above.
    laws::migration::migrating("# \nName||\n-|-\n>|x||\n- [https://t", false);
    // The lines above a broken table were a list once it was a region; so was
    // what belonged to the line below a list.
    laws::migration::migrating("#\n1.(https://m\nName||\n-|-|-\n|d", false);
    laws::migration::migrating("- [http://le\n ||\n  -|-\n2.http://me\n - [n](://)e", false);
    // A heading that was no entry among its siblings was one alone.
    laws::migration::migrating(
        "### [B](e)\nu\n### [](://)\ne\n### [B](t)\n列表列表列表列表\n### [B](e)\nh",
        false,
    );
    // An entry's text held the heading that the list below stood under.
    laws::migration::migrating("## C\nLink: http://e\n<h2></h2>\n```\n\n- [T](:)d", false);
    // What a term's id is escaped to was another spelling of it.
    laws::catalogs::fixing(
        "fields:\n hull: {type: term,vocabulary: hull}\nvocabularies:\n hull:\n  (d: {: wood,: []}\nsections:\n  - : \n    entries:\n      - : \n        hull: wood(k)",
    );
    // A link's definition that begins as a footnote's does was lost.
    laws::migration::migrating("# \n- https://e\n\n[^]:t\n- https://c", false);
    laws::migration::migrating("# \n- https://e\n\n[^a\\]b]: t\n- https://c", false);
    // A line that is no item named the list below it only once.
    laws::migration::migrating("##\n2.https://m\n2.e\n- [A](e)o", false);
    // The header of a broken table in an item was none when it was shown.
    laws::migration::migrating("# 刨\n- (http://a|\n-|-\na|", true);
    // A link over two lines was looked for with other line ends than it had.
    laws::migration::migrating("[r]:://\r\n## D\r\n**e**:[\n][r]", true);
    // A control character in a heading was no longer one where it was shown.
    laws::migration::migrating("# 列表\n### [B](\0le)\r>\n### A\n<http://>", false);
    // The definition of a link that is written out stands in its entry.
    laws::migration::migrating("## e\n[r]:t\n- [R][r]d\n<a>\n\n- **Size**:http://e\n[^1]:\n**e**:4", false);
    // An entry behind a tab was read, and nothing could be put beside it.
    laws::absorbing::absorbing(
        "version: 1\nsections:\n  - id: a\n    entries:\n     \t- name: one\n",
        |lines| {
            let at = lines.iter().position(|line| line.starts_with("| one")).expect("a row");
            lines.insert(at, "| two | |".to_string());
        },
    );
    // A number was looked for where the heading began, not the name in it.
    laws::migration::migrating("\u{2028}5.\0\n-\nhttp://", false);
}
