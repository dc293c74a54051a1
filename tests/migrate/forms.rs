//! The forms of an entry that lists have made their own: citations, keys,
//! markers, captions, rows that name those below them.

use crate::{laws, options, records_of, run};
use catalint::migrate::{Migration, migrate};
use catalint::text::Source;

/// Migrates, and holds the result to the laws.
fn sound(text: &str) -> Migration {
    let migration = run(text);
    laws(text, &migration);
    migration
}

fn holds(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part:?} is not in\n{text}");
    }
}

#[test]
fn citations_are_entries_named_by_their_titles() {
    let text = "# Papers\n\n## 2023\n\n\
        1. **A Study of It.** *Ann Author, Bo Writer.* Venue, 2023. [[Paper](https://p.example.org/1)] [[Code](https://c.example.org/1)]\n\
        2. \"Another: Longer Title\", 2023-07, [[paper]](https://p.example.org/2)\n\n\
        ## 2022\n\n\
        - Tool: what it does. [[pdf](https://p.example.org/3)] :fire:\n\
        - (Venue 2022) **Third Title** [[paper](https://p.example.org/4)]\n";
    let migration = sound(text);
    assert_eq!(migration.report.records(), 4);
    holds(
        &migration.catalog,
        &[
            "name: A Study of It\n",
            "name: '\"Another: Longer Title\"'",
            "name: Tool\n",
            "name: (Venue 2022) **Third Title**",
        ],
    );
    holds(&migration.readme, &["\n2. \"Another: Longer Title\" - 2023-07, [[paper]]"]);
}

#[test]
fn links_of_a_project_and_sentences_with_links_are_no_entries() {
    for text in [
        "# Tool\n\n- [Documentation](https://d.example.org)\n- [Source code](https://s.example.org)\n- [PyPI](https://p.example.org)\n",
        "# Tool\n\n## Notes\n\n- Read the [paper](https://p.example.org) first.\n- We thank the [code](https://c.example.org) of others.\n",
        "# T\n\n**News**\n\n- 2024: [First](https://f.example.org) release\n- 2023: [Talk](https://t.example.org) given\n",
    ] {
        assert_eq!(records_of(text), 0, "{text}");
    }
}

#[test]
fn keys_below_an_item_are_fields() {
    let text = "# Sets\n\n## Speech\n\n* **One**\n  * Link: https://one.example.org\n  * Hours: 1000\n  * Paper: [On One](https://p.example.org/1)\n\
        * **Two**\n  * Link: <https://two.example.org>\n  * Hours: 452\n";
    let migration = sound(text);
    assert_eq!(migration.report.records(), 2);
    holds(
        &migration.catalog,
        &[
            "hours: { type: number, title: Hours }",
            "link: https://one.example.org\n        hours: 1000\n        paper: { url: https://p.example.org/1, text: On One }",
        ],
    );
    holds(&migration.readme, &["* [Two](https://two.example.org)\n  - **Hours**: 452\n"]);
    // Names that lead somewhere are entries, not keys.
    let group = "# Sets\n\n- Speech\n  - One: https://one.example.org\n  - Two: https://two.example.org\n- Text\n  - Three: https://three.example.org\n";
    assert_eq!(records_of(group), 3);
}

#[test]
fn keys_at_the_end_of_a_heading_are_fields() {
    let text = "# Sets\n\n### One\n\nWhat One is.\n\n**Task:** sorting\n**Size:** 4 GB\n\nhttps://one.example.org\n\n\
        ### Two\n\n**Task:** finding\n\n**Size:** 5 GB\n\n### Three\n\n**Task:** both\n\nThis text stands below.\n\n- so\n\n- **Size**: 6 GB\n";
    let migration = sound(text);
    assert_eq!(migration.report.records(), 3);
    holds(
        &migration.catalog,
        &["task: { type: text, title: Task }", "description: What One is.", "size: 5 GB", "**Task:** both"],
    );
    holds(
        &migration.readme,
        &["What One is.\n\n- **Task**: sorting\n- **Size**: 4 GB\n\n<https://one.example.org>\n"],
    );
}

#[test]
fn headings_with_a_line_of_links_or_a_linked_name_are_entries() {
    let lines = "# Data sets\n\n## One\nText.\n[Homepage](https://one.example.org) | [Paper](https://p.example.org/1)\n\n---\n\n\
        ## Two\nText.\n[Homepage](https://two.example.org)\n\n---\n\n## Contributing\nSee [the guide](https://g.example.org).\n";
    assert_eq!(records_of(lines), 2);
    let named = "# Models\n\n#### [One](https://one.example.org) (Someone)\n- **License**: MIT\n- **Sizes**: 7B\n\n\
        #### [Two](https://two.example.org) (Other)\n- **License**: Apache-2.0\n";
    let migration = sound(named);
    assert_eq!(migration.report.records(), 2);
    holds(
        &migration.catalog,
        &["license: { type: license, title: License }", "name: '[Two](https://two.example.org) (Other)'"],
    );
}

#[test]
fn markers_of_lists_survive() {
    let items = "A [x](https://a.example.org/x)";
    for (first, second, written) in [
        ("*", "*", "'*'"),
        ("+", "+", "+"),
        ("1.", "1.", "'1.'"),
        ("1.", "2.", "'1. 2. 3.'"),
        ("4)", "5)", "'4) 5) 6)'"),
    ] {
        let list = format!(
            "{first} [A](https://a.example.org) - {items}\n{second} [B](https://b.example.org) - text\n"
        );
        let migration = sound(&format!("# T\n\n## Tools\n\n{list}"));
        holds(&migration.readme, &[&list]);
        let written = format!("marker: {written}\n");
        let bare = written.replace('\'', "");
        assert!(
            migration.catalog.contains(&written) || migration.catalog.contains(&bare),
            "{}",
            migration.catalog
        );
    }
    let long = "# T\n\n## Tools\n\n9. [A](https://a.example.org) - text\n\n   More of it.\n\n10. [B](https://b.example.org)\n    - **Size**: 4 GB\n    - **License**: MIT\n";
    let migration = sound(long);
    holds(&migration.readme, &["\n   More of it.\n", "\n    - **Size**: 4 GB\n"]);
}

#[test]
fn signs_and_icons_before_a_name_stay_with_it() {
    let text = "# T\n\n## Tools\n\n- :fire: [A](https://a.example.org) - one\n- 🔥 [B](https://b.example.org) - two\n\
        - <img src=\"https://i.example.org/c.png\" width=\"16\"> [C](https://c.example.org) three\n- [D](https://d.example.org)  \n  four\n";
    let migration = sound(text);
    assert_eq!(migration.report.records(), 4);
    holds(
        &migration.catalog,
        &["name: :fire: A", "name: 🔥 B", "name: C\n", "description: four"]
            .map(|part| part.trim_start_matches("name: ")),
    );
}

#[test]
fn a_list_of_bare_addresses_needs_no_names() {
    let migration = sound(
        "# T\n\n## Tutorials\n\n- https://a.example.org\n- https://b.example.org\n- https://c.example.org\n",
    );
    assert_eq!(migration.report.records(), 3);
    holds(&migration.catalog, &["name: { type: text, required: false", "link: { type: link, required: true"]);
}

#[test]
fn an_address_ends_where_text_in_another_script_goes_on() {
    let migration = sound(
        "# 列表\n\n## 语料\n\n- 甲：https://a.example.org/x，每天更新。\n- 乙：https://b.example.org/y\n",
    );
    assert_eq!(migration.report.records(), 2);
    holds(&migration.catalog, &["link: https://a.example.org/x\n", "description: 每天更新。"]);
}

#[test]
fn captions_name_the_groups_of_one_heading() {
    let rows = "| Name | Link |\n|---|---|\n| X | https://x.example.org |\n";
    let other = "| Name | Size | Link |\n|---|---|---|\n| Y | 4 GB | https://y.example.org |\n";
    let text = format!(
        "# T\n\n## Sets\n\nStill pictures:\n\n{rows}\n**Films**\n\n{other}\n<details>\n<summary><b>Sound</b></summary>\n\n{rows}\n</details>\n"
    );
    let migration = sound(&text);
    let ids: Vec<&str> = migration.report.sections.iter().map(|section| section.id.as_str()).collect();
    assert_eq!(ids, ["still-pictures", "films", "sound"]);
    let numbered = sound(
        "# T\n\n## 1. One\n\n### 1.2 Two (more) {#two}\n\n- [A](https://a.example.org)\n- [B](https://b.example.org)\n- [C](https://c.example.org)\n",
    );
    assert_eq!(numbered.report.sections[0].id, "two-more");
}

#[test]
fn rows_that_name_those_below_them_become_a_column() {
    let text = "# T\n\n## Models\n\n| Model | Size | Link |\n|---|---|---|\n| **Small** | | |\n| A | 1 | https://a.example.org |\n| B | 2 | https://b.example.org |\n\
        | **Large** | | |\n| C | 3 | https://c.example.org |\n";
    let migration = sound(text);
    assert_eq!(migration.report.records(), 3);
    assert_eq!(migration.report.doubts.len(), 2);
    holds(
        &migration.readme,
        &["| Model | Size | Link | Group |\n", "| C | 3 | <https://c.example.org> | Large |\n"],
    );
    // Only the name of these is known.
    let unknown = text.replace("**", "");
    assert_eq!(records_of(&unknown), 5);
}

#[test]
fn rows_cut_off_by_a_blank_line_are_rows() {
    let text = "# T\n\n| Name | Link |\n|---|---|\n| A | https://a.example.org |\n\n| B | https://b.example.org |\n| C | https://c.example.org |\n\nEnd.\n";
    let migration = sound(text);
    assert_eq!((migration.report.records(), migration.report.doubts.len()), (3, 1));
}

#[test]
fn a_column_without_a_title_is_a_column() {
    let text = "# T\n\n| Name | | Link |\n|---|---|---|\n| A | x | https://a.example.org |\n| B | y | https://b.example.org |\n";
    let migration = sound(text);
    assert_eq!(migration.report.records(), 2);
    holds(&migration.readme, &["| Name | | Link |\n"]);
}

#[test]
fn code_in_a_description_is_shown_as_it_was() {
    let code = "```sh\n# fetch it\ncurl https://one.example.org/all\n```\n";
    let text = format!(
        "# Data sets\n\n### One\n\nText.\n\n{code}\nhttps://one.example.org\n\n### Two\n\nText.\n\nhttps://two.example.org\n"
    );
    let migration = sound(&text);
    assert_eq!(migration.report.records(), 2);
    holds(&migration.readme, &[code]);
}

#[test]
fn what_lists_the_same_records_again_is_left() {
    let name = |index: usize| format!("N{index}");
    let rows: String = (0..30).map(|at| format!("| {} | https://x.example.org/{at} |\n", name(at))).collect();
    let list = |from: usize| -> String {
        (from..from + 4).map(|at| format!("- [{}](https://x.example.org/{at})\n", name(at))).collect()
    };
    let tags: String = (0..6).map(|tag| format!("### Tag {tag}\n\n{}\n", list(tag * 4))).collect();
    let new = "### Tag 7\n\n- [New](https://new.example.org)\n- [Newer](https://newer.example.org)\n";
    let text = format!("# T\n\n## All\n\n| Name | Link |\n|---|---|\n{rows}\n## By tag\n\n{tags}{new}");
    assert_eq!(records_of(&text), 30);
}

#[test]
fn a_region_with_a_note_keeps_it_and_an_odd_one_is_left() {
    let rows =
        "| Name | Link |\n| --- | --- |\n| A | <https://a.example.org> |\n| B | <https://b.example.org> |\n";
    let region =
        |body: &str| format!("# T\n\n## S\n\n<!-- catalint:begin s -->\n\n{body}\n<!-- catalint:end s -->\n");
    let noted = region(&format!("A note with [a link](https://n.example.org).\n\n{rows}"));
    let migration = sound(&noted);
    assert_eq!(migration.readme, noted);
    holds(&migration.catalog, &["note: A note with [a link](https://n.example.org)."]);
    for odd in [
        format!("{rows}\n### Below\n\n{rows}"),
        format!("{rows}\nText below.\n"),
        "- [A](https://a.example.org)\n\nText between.\n\n- [B](https://b.example.org)\n".to_string(),
    ] {
        let text = region(&odd);
        let migration = run(&text);
        assert_eq!((migration.readme.as_str(), migration.report.records()), (text.as_str(), 0));
        assert!(migration.report.doubts.iter().any(|doubt| doubt.what.contains("region `s`")), "{text}");
    }
}

#[test]
fn verbatim_lists_keep_their_reference_links() {
    let text = "# T\n\n## Tools\n\n* [A][a] — one\n* [B] — two\n* [C][] — three\n\n[a]: https://a.example.org\n[b]: https://b.example.org\n[c]: https://c.example.org\n";
    let mut options = options();
    options.records.verbatim = true;
    let migration = migrate(&Source::new("README.md", text), &options).unwrap();
    assert_eq!(migration.report.records(), 3);
    holds(&migration.readme, &["* [A][a] — one\n* [B] — two\n* [C][] — three\n"]);
}

#[test]
fn a_list_in_html_that_holds_more_than_items_is_told() {
    let text = "# T\n\n## Tools\n\n<ul>\n<li><a href=\"https://a.example.org\">A</a> one<ul><li>more</li></ul></li>\n<li><a href=\"https://b.example.org\">B</a> two</li>\n</ul>\n";
    let doubts = run(text).report.doubts;
    assert!(
        doubts.iter().any(|doubt| doubt.what.starts_with("an HTML list of 2 linked items")),
        "{doubts:?}"
    );
}

#[test]
fn columns_stay_aligned() {
    let rows = "| A | 1 | https://a.example.org |\n| B | 2 | https://b.example.org |\n";
    let mixed = sound(&format!("# T\n\n| Name | Size | Link |\n|:--|--:|---|\n{rows}"));
    holds(&mixed.readme, &["| Name | Size | Link |\n| :--- | ---: | --- |\n"]);
    holds(&mixed.catalog, &["    align: [left, right, none]\n"]);
    let same = sound(&format!("# T\n\nName | Size | Link\n:-: | :-: | :-:\n{rows}"));
    holds(&same.readme, &["| :---: | :---: | :---: |\n"]);
    holds(&same.catalog, &["    align: center\n"]);
}

#[test]
fn a_region_below_a_heading_changes_nothing_for_its_siblings() {
    let text = "# T\n\n## S\n\n### A [x](https://x.example.org)\n\n**Size:** A\n\n### [x](https://x.example.org)\n\n\
                | Name |\n|---|\n| [x](https://x.example.org) |\n| https://z.example.org/?a=1&b=2 |\n";
    sound(text);
}

#[test]
fn boxes_to_tick_are_kept_as_a_field() {
    let text = "# Papers\n\n## To read\n\n- [ ] [A](https://a.example.org) - one\n- [x] [B](https://b.example.org) - two\n- [ ] [C](https://c.example.org) - three\n";
    let migration = sound(text);
    assert_eq!(migration.report.records(), 3);
    holds(&migration.readme, &["- [B](https://b.example.org) - two\n  - **Done**: yes\n"]);
    let mut options = options();
    options.records.verbatim = true;
    let verbatim = migrate(&Source::new("README.md", text), &options).unwrap();
    assert_eq!((verbatim.report.records(), verbatim.readme.as_str()), (0, text));
}

#[test]
fn a_link_with_a_title_keeps_it() {
    let text = "# T\n\n## Tools\n\n- [A](https://a.example.org) - one\n- [B](https://b.example.org \"What B is\") - two\n- [C](https://c.example.org 'What C is')\n";
    let migration = sound(text);
    assert_eq!(migration.report.records(), 3);
    holds(&migration.readme, &[&text[text.find("- [A]").unwrap()..]]);
}

#[test]
fn what_links_refer_to_stays_between_the_entries() {
    let item = |name: &str| format!("- [{name}](https://{name}.example.org) - text\n");
    let text = format!(
        "# T\n\n## Tools\n\n{}{}\n  [ref]: https://ref.example.org\n{}{}\n[See][ref].\n",
        item("a"),
        item("b"),
        item("c"),
        item("d")
    );
    let migration = sound(&text);
    assert_eq!(migration.report.records(), 4);
    holds(&migration.readme, &["  [ref]: https://ref.example.org\n", "[See][ref].\n"]);
    let headings = "# T\n\n## Data sets\n\n### One\n\nhttps://one.example.org\n\n[ref]: https://ref.example.org\n\n### Two\n\nhttps://two.example.org\n\n### Three\n\nhttps://three.example.org\n\n## Notes\n\n[See][ref].\n";
    let migration = sound(headings);
    assert_eq!(migration.report.records(), 3);
    holds(&migration.readme, &["\n[ref]: https://ref.example.org\n"]);
}

#[test]
fn regions_of_headings_speak_for_their_siblings_as_the_headings_did() {
    let glued = ["a", "b", "c"].map(|name| format!("• [{name}](https://{name}.example.org)\n\n"));
    let table = "# T\n\n## S\n\n| Name | Link |\n|---|---|\n| A | https://a.example.org |\n";
    sound(&format!("{table}{}", glued.concat()));
    sound(
        "# T\n\n## S\n\n- [![i](https://i.example.org/i.png)](https://l.example.org/p) -\n\n## Part\n\n### One\n\n- **Size**: 1\n\n### Two\n\n**Size:** 2\n",
    );
    sound(
        "# T\n\n## S\n\n| Name | Link |\n|---|---|\n| A | https://a.example.org |\n3.5[x](https://x.example.org)\n",
    );
}

#[test]
fn links_before_a_title_stand_behind_it() {
    let text = "# Papers\n\n## Registration\n\n- [[paper](https://p.example.org/1)] [[code](https://c.example.org/1)] First Title: Longer. *Venue 2019*\n- [[paper](https://p.example.org/2)] Second Title. *Venue 2020*\n";
    let migration = sound(text);
    assert_eq!(migration.report.records(), 2);
    holds(
        &migration.readme,
        &[
            "- First Title: Longer - [[paper](https://p.example.org/1)] [[code](https://c.example.org/1)] *Venue 2019*\n",
        ],
    );
}

#[test]
fn paragraphs_of_one_form_are_items() {
    let paper = |name: &str, link: &str| {
        format!("**{name}** \\\n*Its authors* \\\nVenue 2023. [[Paper](https://p.example.org/{link})]\n\n")
    };
    let bold =
        format!("# Papers\n\n## 2023\n\n{}{}{}", paper("One", "1"), paper("Two", "2"), paper("Three", "3"));
    let migration = sound(&bold);
    assert_eq!(migration.report.records(), 3);
    holds(&migration.catalog, &["name: One\n", "name: Three\n"]);
    let numbered = "# 列表\n\n## 文本\n\n1、[甲](https://a.example.org)：一。\n\n2、[乙](https://b.example.org)：二。\n\n3、[丙](https://c.example.org)\n";
    let migration = sound(numbered);
    assert_eq!(migration.report.records(), 3);
    holds(&migration.readme, &["\n2. [乙](https://b.example.org) - 二。\n"]);
    let linked = "# T\n\n## Tools\n\n[A](https://a.example.org) - one\n\n[B](https://b.example.org) - two\n\n[C](https://c.example.org): three\n";
    assert_eq!(records_of(linked), 3);
    // Sentences, two of a kind, and what an entry says are no items.
    for text in [
        "# T\n\n## Use\n\n[A](https://a.example.org) is one.\n\n[B](https://b.example.org) was another.\n\n[C](https://c.example.org) too.\n",
        "# T\n\n## Tools\n\n[A](https://a.example.org) - one\n\n[B](https://b.example.org) - two\n",
    ] {
        assert_eq!(records_of(text), 0, "{text}");
    }
    let keys = "# Data sets\n\n### One\n\n**Paper**: [A](https://a.example.org)\n\n**Website**: [B](https://b.example.org)\n\n**Download**: [C](https://c.example.org)\n\n\
                ### Two\n\n**Paper**: [D](https://d.example.org)\n";
    assert_eq!(records_of(keys), 2);
}

#[test]
fn a_heading_alone_with_links_below_is_a_group() {
    let text = "# Resources\n\n## Sets\n\n- [A](https://a.example.org)\n- [B](https://b.example.org)\n- [C](https://c.example.org)\n\n## Tools\n\n[D](https://d.example.org) | [E](https://e.example.org)\n";
    assert_eq!(records_of(text), 3);
}

#[test]
fn headings_like_those_that_are_records_are_records() {
    let text = "# T\n\n## Grids\n\n### One\n\n- License: MIT\n- Website: https://one.example.org\n\n### Two\n\n- License: MIT\n- Website: https://two.example.org\n\n\
                ## Rooms\n\n### Three\n\nSee [its site](https://three.example.org).\n\n### Four\n\nSee [its site](https://four.example.org).\n";
    assert_eq!(records_of(text), 4);
}

#[test]
fn plain_lists_in_html_are_lists() {
    let text = "# T\n\n## Editors\n\n<ul class=\"x\">\n  <li><a href=\"https://a.example.org/?x=1&amp;y=2\">A</a> – one &amp; only</li>\n\
        <li><b>B</b>: two, see <a href=\"https://b.example.org\">its site</a>\n  <li><a href=\"https://c.example.org\">C</a></li>\n</ul>\n\n\
        ## Shells\n\n<dl>\n<dt><a href=\"https://d.example.org\">D</a></dt>\n<dd>friendly</dd>\n<dt><a href=\"https://e.example.org\">E</a></dt>\n</dl>\n";
    let migration = run(text);
    assert_eq!(migration.report.records(), 5, "{:?}", migration.report.doubts);
    let editors = "- [A](https://a.example.org/?x=1&y=2) - one & only\n- B - two, see [its site](https://b.example.org)\n- [C](https://c.example.org)\n";
    holds(&migration.readme, &[editors, "- [D](https://d.example.org) - friendly\n"]);
    let again = run(&migration.readme);
    assert_eq!((again.readme, again.catalog), (migration.readme, migration.catalog));
    for left in [
        "<ul>\n<li><a href=\"https://a.example.org\">A</a></li>\n<!-- more -->\n<li><a href=\"https://b.example.org\">B</a></li>\n</ul>\n",
        "<ul>\n<li><a href=\"#a\">A</a></li>\n<li><a href=\"#b\">B</a></li>\n<li><a href=\"#c\">C</a></li>\n</ul>\n",
        "<ul>\n<li><a href=\"https://a.example.org\">A</a></li>\n<li>nothing</li>\n</ul>\n",
        "<ul>\n<li><a href=\"https://a.example.org\">A</a></li>\n<li><a href=\"https://b.example.org\">B</a></li>\n",
        "<ul>\nText\n<li><a href=\"https://a.example.org\">A</a></li>\n<li><a href=\"https://b.example.org\">B</a></li>\n</ul>\n",
    ] {
        let text = format!("# T\n\n## Tools\n\n{left}");
        assert_eq!(run(&text).readme, text);
    }
}

#[test]
fn an_item_that_cannot_be_taken_leaves_the_others() {
    let item = |name: &str| format!("- [{name}](https://{name}.example.org) - text\n");
    let items: String = ["a", "b", "c", "d"].map(item).concat();
    let bad = "- [\u{301}](https://l.example.org/p) - &#32;\n";
    let migration = sound(&format!("# T\n\n## S\n\n{items}{bad}{items}"));
    assert_eq!(migration.report.records(), 8);
    let left = &migration.report.doubts;
    assert!(left.iter().any(|doubt| doubt.what.starts_with("a list of 1 item left")), "{left:?}");
    sound(&format!("# T\n\n## S\n\n- Caption\n{items}{bad}{items}"));
}

#[test]
fn the_caption_of_a_table_in_html_is_its_note() {
    let row = |name: &str| {
        format!("<tr><td>{name}</td><td><a href=\"https://{name}.example.org\">{name}</a></td></tr>\n")
    };
    let table = |caption: &str| {
        format!(
            "# T\n\n## Sets\n\n<table>\n{caption}\n<tr><th>Dataset</th><th>URL</th></tr>\n{}{}</table>\n",
            row("a"),
            row("b")
        )
    };
    let migration = run(&table("<caption>Further <a href=\"https://s.example.org\">sets</a></caption>"));
    assert_eq!(migration.report.records(), 2);
    holds(&migration.catalog, &["note: Further [sets](https://s.example.org)\n"]);
    holds(&migration.readme, &["Further [sets](https://s.example.org)\n\n| Dataset | URL |\n"]);
    assert_eq!(run(&migration.readme).catalog, migration.catalog);
    assert_eq!(run(&table("Text")).report.records(), 0);
}

#[test]
fn lines_that_begin_with_links_are_items() {
    let text = "# T\n\n## Sets\n\n[A](https://a.example.org) - one  \n[B](https://b.example.org) - two\\\n[C](https://c.example.org)\n";
    let migration = sound(text);
    assert_eq!(migration.report.records(), 3);
    holds(&migration.readme, &["- [A](https://a.example.org) - one\n- [B](https://b.example.org) - two\n"]);
    let page = "# T\n\n[Documentation](https://a.example.org)\n[Website](https://b.example.org)\n[Paper](https://c.example.org)\n";
    assert_eq!(records_of(page), 0);
}

#[test]
fn a_table_whose_columns_are_compared_is_no_list() {
    for header in
        ["| Feature | A | B |", "| Point | [A](https://a.example.org) | [B](https://b.example.org) |"]
    {
        let text = format!(
            "# Tools\n\n{header}\n|---|---|---|\n| Free | yes | no |\n| Price | 0 | 10 |\n| Docs | [a](https://a.example.org/d) | [b](https://b.example.org/d) |\n"
        );
        assert_eq!(records_of(&text), 0);
    }
}

#[test]
fn names_in_bold_below_a_heading_are_entries_and_no_fields() {
    let text = "# 语音\n\n## 英文\n\n* **甲**：1000 小时，[下载](https://a.example.org)\n* **乙**：452 小时，[下载](https://b.example.org)\n";
    let migration = sound(text);
    assert_eq!((migration.report.records(), migration.report.doubts.len()), (2, 0));
}

#[test]
fn an_item_that_is_left_among_records_is_told() {
    let text = "# T\n\n## Tools\n\n- [A](https://a.example.org) - one\n- [B](https://b.example.org) - two\n- [C](https://c.example.org) - three\n- and more\n";
    let migration = sound(text);
    assert_eq!((migration.report.records(), migration.report.untouched.len()), (3, 1));
}

#[test]
fn places_to_find_more_beside_tables_are_no_records() {
    let row = |name: &str| format!("| {name} | https://{name}.example.org |\n");
    let rows = ["a", "b", "c", "d", "e", "f"].map(row).concat();
    let list = "- [X](https://x.example.org)\n- [Y](https://y.example.org)\n- [Z](https://z.example.org)\n";
    let under = |heading: &str| {
        format!("# T\n\n## Sets\n\n| Name | Link |\n|---|---|\n{rows}\n## {heading}\n\n{list}")
    };
    assert_eq!(records_of(&under("Repositories that hold several data sets")), 6);
    assert_eq!(records_of(&under("Further data sets")), 9);
}

#[test]
fn the_language_of_headers_of_two_rows_is_the_same_the_second_time() {
    let row = |name: &str| {
        format!("<tr><td>{name}</td><td>1</td><td><a href=\"https://{name}.example.org\">x</a></td></tr>\n")
    };
    let text = format!(
        "# T\n\n## Sets\n\n<table>\n<thead>\n<tr><th rowspan=\"2\">Name</th><th colspan=\"2\">数据与链接</th></tr>\n<tr><th>Size</th><th>Link</th></tr>\n</thead>\n{}{}</table>\n",
        row("a"),
        row("b")
    );
    let first = run(&text);
    assert_eq!(first.report.records(), 2);
    assert_eq!(run(&first.readme).catalog, first.catalog);
}
