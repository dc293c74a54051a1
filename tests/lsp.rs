//! The language server as an editor meets it: over pipes, in its own words.

#[path = "support/client.rs"]
mod client;
#[path = "support/folder.rs"]
#[expect(dead_code, reason = "each test file uses its own part of this")]
mod folder;

use client::{Client, edited, place};
use folder::Folder;
use serde_json::{Value as Json, json};

const CATALOG: &str = "version: 1
languages: [en, zh-Hans]
preset: medical-imaging
outputs: [README.md]
vocabularies:
  modality:
    mri-infant: { en: infant brain MRI, zh-Hans: 婴儿脑磁共振 }
sections:
  - id: brain
    title: { en: Brain, zh-Hans: 脑 }
    entries:
      - name: 脑👩瘤
        modality: [mri, mri-infant]
        format: nifti
        link: https://a.example.org/1
      - name: Two
        modality: [ct]
        link: https://a.example.org/2
  - id: liver
    entries:
      - name: LiTS
        modality: [ct]
        link: https://a.example.org/3
";
const README: &str = "# Data\n\n## Brain\n\n<!-- catalint:begin brain -->\n<!-- catalint:end brain -->\n\n## Liver\n\n<!-- catalint:begin liver -->\n<!-- catalint:end liver -->\n";

struct Editor {
    folder: Folder,
    client: Client,
}

impl Editor {
    /// A list with these files, rendered, and the server started on it.
    fn on(catalog: &str, readme: &str) -> Editor {
        let folder = Folder::with(&[("catalog.yaml", catalog), ("README.md", readme)]);
        folder.run(&["render"]).ends(0);
        let client = Client::start(&folder.path(""));
        Editor { folder, client }
    }

    fn new() -> Editor {
        Editor::on(CATALOG, README)
    }

    fn uri(&self, name: &str) -> String {
        let path = self.folder.path(name).canonicalize().expect("a file");
        url::Url::from_file_path(path).expect("an absolute path").to_string()
    }

    fn open(&mut self, name: &str) -> (String, String) {
        let (uri, text) = (self.uri(name), self.folder.read(name));
        self.client.open(&uri, &text);
        (uri, text)
    }

    fn ask_at(&mut self, method: &str, uri: &str, position: &Json) -> Json {
        self.client.ask(method, &json!({ "textDocument": { "uri": uri }, "position": position }))
    }

    fn labels(&mut self, uri: &str, text: &str, needle: &str, by: usize) -> Vec<String> {
        let items = self.ask_at("textDocument/completion", uri, &place(text, needle, by));
        let items = items.as_array().unwrap_or_else(|| panic!("no items at {needle:?}")).clone();
        items.iter().map(|item| item["label"].as_str().expect("a label").to_string()).collect()
    }

    fn hover(&mut self, uri: &str, text: &str, needle: &str, by: usize) -> String {
        let said = self.ask_at("textDocument/hover", uri, &place(text, needle, by));
        said["contents"]["value"].as_str().unwrap_or_default().to_string()
    }

    /// The actions offered for all of a file.
    fn actions(&mut self, uri: &str, text: &str) -> Vec<Json> {
        let end = json!({ "line": text.matches('\n').count(), "character": 0 });
        let range = json!({ "start": { "line": 0, "character": 0 }, "end": end });
        let params =
            json!({ "textDocument": { "uri": uri }, "range": range, "context": { "diagnostics": [] } });
        self.client.ask("textDocument/codeAction", &params).as_array().expect("a list").clone()
    }
}

fn rules(findings: &[Json]) -> Vec<&str> {
    findings.iter().map(|finding| finding["code"].as_str().expect("a rule")).collect()
}

#[test]
fn findings_come_as_one_types_with_places_in_utf_16() {
    let mut editor = Editor::new();
    let (uri, text) = editor.open("catalog.yaml");
    assert_eq!(editor.client.findings(&uri, Some(1)), Vec::<Json>::new());
    let broken = text
        .replace("脑👩瘤\n", "脑👩瘤 # catalint-ignore link-whitespace: x\n")
        .replace("[mri, mri-infant]", "[mrj]");
    editor.client.change(&uri, 2, &broken);
    let found = editor.client.findings(&uri, Some(2));
    let unknown = found.iter().find(|finding| finding["code"] == "modality-unknown").expect("a finding");
    assert_eq!(unknown["range"]["start"], place(&broken, "mrj", 0), "{unknown}");
    assert_eq!(unknown["range"]["end"], place(&broken, "mrj", 3));
    assert_eq!((&unknown["severity"], &unknown["source"]), (&json!(2), &json!("catalint")));
    assert!(unknown["codeDescription"]["href"].as_str().expect("a page").contains("modality-unknown"));
    // The region now drifts, in a file that is not open.
    let readme = editor.uri("README.md");
    assert_eq!(rules(&editor.client.findings(&readme, None)), ["drift"]);
    // Half a word is no YAML; then all is well again.
    editor.client.change(&uri, 3, &text.replace("format: nifti", "format: 'nif"));
    assert_eq!(rules(&editor.client.findings(&uri, Some(3))), ["yaml-syntax"]);
    editor.client.change(&uri, 4, &text);
    assert_eq!(editor.client.findings(&uri, Some(4)), Vec::<Json>::new());
    assert_eq!(editor.client.findings(&readme, None), Vec::<Json>::new());
    editor.client.close();
}

#[test]
fn fixes_are_quick_fixes_with_the_same_edits() {
    let mut editor = Editor::new();
    let (uri, text) = editor.open("catalog.yaml");
    let odd = text.replace("name: Two\n        modality: [ct]", "name: 脑👩 二\n        modality: [核磁]");
    editor.client.change(&uri, 2, &odd);
    let actions = editor.actions(&uri, &odd);
    let fix = actions.iter().find(|action| action["kind"] == "quickfix").expect("a quick fix");
    assert_eq!(fix["isPreferred"], true, "{fix}");
    assert_eq!(fix["diagnostics"][0]["code"], "modality-spelling");
    let mended = odd.replace("[核磁]", "[mri]");
    assert_eq!(edited(&odd, &fix["edit"]["changes"][&uri]), mended);
    let all = actions.iter().find(|action| action["kind"] == "source.fixAll.catalint").expect("all at once");
    assert_eq!(edited(&odd, &all["edit"]["changes"][&uri]), mended);
    editor.client.close();
}

#[test]
fn a_drifted_region_can_be_rendered_from_the_editor() {
    let mut editor = Editor::new();
    let (uri, text) = editor.open("README.md");
    let edited_by_hand = text.replace("| LiTS |", "| LITS |");
    editor.client.change(&uri, 2, &edited_by_hand);
    let found = editor.client.findings(&uri, Some(2));
    assert_eq!(rules(&found), ["drift"]);
    assert_eq!(found[0]["range"]["start"], place(&edited_by_hand, "<!-- catalint:begin liver", 0));
    let actions = editor.actions(&uri, &edited_by_hand);
    assert_eq!(edited(&edited_by_hand, &actions[0]["edit"]["changes"][&uri]), text);
    editor.client.close();
}

#[test]
fn keys_terms_and_ids_are_completed() {
    let mut editor = Editor::new();
    let (uri, text) = editor.open("catalog.yaml");
    let mut version = 1;
    let mut complete = |typed: &str, needle: &str| {
        version += 1;
        let text = text.replace("        format: nifti\n", &format!("{typed}\n"));
        editor.client.change(&uri, version, &text);
        let by = needle.len();
        editor.labels(&uri, &text, needle, by)
    };
    assert_eq!(
        complete("        fo", "        fo"),
        ["labels", "format", "size", "tasks", "description", "image", "id"]
    );
    let terms = complete("        format: dic", "format: dic");
    assert!(terms.contains(&"dicom".to_string()) && !terms.contains(&"mri".to_string()), "{terms:?}");
    let terms = complete("        tasks: [segmentation, cl", "segmentation, cl");
    assert!(terms.contains(&"classification".to_string()), "{terms:?}");
    assert_eq!(complete("        image: { url: a.png, ", "a.png, "), ["alt", "width", "height"]);
    assert_eq!(complete("        labels: [{ en: a, z", "en: a, z"), ["zh-Hans"]);
    let rules = complete("        # catalint-ignore du", "ignore du");
    assert!(rules.contains(&"duplicate-link".to_string()), "{rules:?}");
    let own = editor.labels(&uri, &text.replace("nifti", "dicom"), "mri, mri-infant", 3);
    assert!(own.contains(&"mri-infant".to_string()), "{own:?}");

    let (uri, text) = editor.open("README.md");
    let typed = format!("{text}\n<!-- catalint:begin \n");
    editor.client.change(&uri, 2, &typed);
    assert_eq!(
        editor.labels(&uri, &typed, "catalint:begin \n", 15),
        ["brain", "liver", "contents", "summary"]
    );
    assert_eq!(
        editor.ask_at("textDocument/completion", &uri, &json!({ "line": 0, "character": 3 })),
        json!([])
    );
    editor.client.close();
}

#[test]
fn what_is_completed_replaces_the_whole_word() {
    let mut editor = Editor::new();
    let (uri, text) = editor.open("catalog.yaml");
    let typed = text.replace("format: nifti", "format: dicimage  # why");
    editor.client.change(&uri, 2, &typed);
    let items = editor.ask_at("textDocument/completion", &uri, &place(&typed, "dicimage", 3));
    let dicom =
        items.as_array().expect("items").iter().find(|item| item["label"] == "dicom").expect("dicom").clone();
    let after = edited(&typed, &json!([dicom["textEdit"]]));
    assert_eq!(after, text.replace("format: nifti", "format: dicom  # why"));
    assert!(dicom["documentation"]["value"].as_str().expect("a page").contains("DICOM"));
    editor.client.close();
}

#[test]
fn hover_tells_fields_terms_links_rules_and_entries() {
    let mut editor = Editor::new();
    let (uri, text) = editor.open("catalog.yaml");
    let field = editor.hover(&uri, &text, "modality: [mri", 2);
    assert!(field.contains("Modality · 模态") && field.contains("terms"), "{field}");
    let term = editor.hover(&uri, &text, "[mri, mri-infant]", 2);
    assert!(term.contains("MRI · 磁共振") && term.contains("核磁"), "{term}");
    assert!(editor.hover(&uri, &text, "mri-infant]", 2).contains("infant brain MRI · 婴儿脑磁共振"));
    assert_eq!(editor.hover(&uri, &text, "https://a.example.org/1", 5), "<https://a.example.org/1>");
    let entry = editor.hover(&uri, &text, "脑👩瘤", 3);
    assert!(entry.contains("**脑👩瘤**") && entry.contains("<https://a.example.org/1>"), "{entry}");
    assert!(editor.hover(&uri, &text, "liver", 1).contains("1 entry; rendered to `README.md`"));
    assert!(editor.hover(&uri, &text, "preset", 1).contains("a named set of fields"));

    let (uri, text) = editor.open("README.md");
    let row = editor.hover(&uri, &text, "| Two", 4);
    assert!(row.contains("**Two**") && row.contains("<https://a.example.org/2>"), "{row}");
    assert!(editor.hover(&uri, &text, "begin brain", 7).contains("Brain · 脑"));
    assert_eq!(editor.hover(&uri, &text, "# Data", 3), "");
    editor.client.close();
}

#[test]
fn hover_shows_a_relative_link_as_text() {
    let catalog = "version: 1\nfields:\n  name: text\n  link: { type: link, relative: true }\noutputs: [README.md]\nsections:\n  - id: liver\n    entries:\n      - name: LiTS\n        link: docs/a.md\n";
    let mut editor = Editor::on(catalog, "<!-- catalint:begin liver -->\n<!-- catalint:end liver -->\n");
    let (uri, text) = editor.open("catalog.yaml");
    assert_eq!(editor.hover(&uri, &text, "docs/a.md", 5), "docs/a.md");
    let entry = editor.hover(&uri, &text, "LiTS", 2);
    assert!(entry.contains("\ndocs/a.md\n"), "{entry}");
    editor.client.close();
}

#[test]
fn the_way_from_a_row_to_its_entry_and_back() {
    let mut editor = Editor::new();
    let (catalog, catalog_text) = editor.open("catalog.yaml");
    let (readme, text) = editor.open("README.md");
    let found = editor.ask_at("textDocument/definition", &readme, &place(&text, "| 脑👩瘤", 9));
    assert_eq!(found[0]["uri"], catalog);
    assert_eq!(found[0]["range"]["start"], place(&catalog_text, "脑👩瘤", 0));
    // A row that was edited by hand is still the entry's.
    let edited = text.replace("| Two |", "| Second |");
    editor.client.change(&readme, 2, &edited);
    let found = editor.ask_at("textDocument/definition", &readme, &place(&edited, "Second", 2));
    assert_eq!(found[0]["range"]["start"], place(&catalog_text, "Two", 0));
    let back = editor.ask_at(
        "textDocument/definition",
        &catalog,
        &place(&catalog_text, "https://a.example.org/3", 3),
    );
    assert_eq!(
        back,
        json!([{ "uri": readme, "range": { "start": place(&edited, "| LiTS", 0), "end": place(&edited, "| LiTS", 0) } }])
    );
    let region = editor.ask_at("textDocument/definition", &catalog, &place(&catalog_text, "id: liver", 5));
    assert_eq!(region[0]["range"]["start"], place(&edited, "<!-- catalint:begin liver", 0));
    let mark = editor.ask_at("textDocument/definition", &readme, &place(&edited, "begin liver", 8));
    assert_eq!(mark[0]["range"]["start"], place(&catalog_text, "liver", 0));
    let term = editor.ask_at("textDocument/definition", &catalog, &place(&catalog_text, "mri-infant]", 3));
    assert_eq!(term[0]["range"]["start"], place(&catalog_text, "mri-infant:", 0));
    editor.client.close();
}

#[test]
fn an_id_is_renamed_in_the_catalog_and_in_every_mark() {
    let mut editor = Editor::new();
    let (catalog, catalog_text) = editor.open("catalog.yaml");
    let (readme, text) = editor.open("README.md");
    for (uri, at) in
        [(&catalog, place(&catalog_text, "id: liver", 6)), (&readme, place(&text, "end liver", 6))]
    {
        let prepared = editor.ask_at("textDocument/prepareRename", uri, &at);
        assert_eq!(prepared["placeholder"], "liver");
        let params = json!({ "textDocument": { "uri": uri }, "position": at, "newName": "leber" });
        let changes = editor.client.ask("textDocument/rename", &params)["changes"].take();
        assert_eq!(edited(&catalog_text, &changes[&catalog]), catalog_text.replace("liver", "leber"));
        assert_eq!(edited(&text, &changes[&readme]), text.replace(" liver -->", " leber -->"));
    }
    for (name, why) in
        [("a b", "cannot name"), ("brain", "another section"), ("summary", "region of its own")]
    {
        let at = place(&catalog_text, "id: liver", 6);
        let params = json!({ "textDocument": { "uri": catalog }, "position": at, "newName": name });
        let answer = editor.client.ask_any("textDocument/rename", &params);
        assert!(answer["error"]["message"].as_str().expect("a refusal").contains(why), "{answer}");
    }
    assert_eq!(
        editor.ask_at("textDocument/prepareRename", &catalog, &place(&catalog_text, "Two", 1)),
        Json::Null
    );
    editor.client.close();
}

#[test]
fn sections_and_entries_are_the_outline() {
    let mut editor = Editor::new();
    let (catalog, text) = editor.open("catalog.yaml");
    let outline =
        editor.client.ask("textDocument/documentSymbol", &json!({ "textDocument": { "uri": catalog } }));
    let names = |symbols: &Json| -> Vec<String> {
        symbols
            .as_array()
            .expect("a list")
            .iter()
            .map(|symbol| symbol["name"].as_str().expect("a name").to_string())
            .collect()
    };
    assert_eq!(names(&outline), ["brain", "liver"]);
    assert_eq!(names(&outline[0]["children"]), ["脑👩瘤", "Two"]);
    assert_eq!(outline[0]["children"][1]["selectionRange"]["start"], place(&text, "Two", 0));
    let (readme, _) = editor.open("README.md");
    let outline =
        editor.client.ask("textDocument/documentSymbol", &json!({ "textDocument": { "uri": readme } }));
    assert_eq!(names(&outline), ["brain", "liver"]);
    assert_eq!(names(&outline[1]["children"]), ["LiTS"]);
    editor.client.close();
}

#[test]
fn formatting_is_that_of_fmt_in_few_edits() {
    let mut editor = Editor::new();
    let (uri, text) = editor.open("catalog.yaml");
    let untidy =
        text.replace("[mri, mri-infant]", "[ mri,mri-infant ]").replace("name: Two", "name:   'Two'");
    editor.client.change(&uri, 2, &untidy);
    let params = json!({ "textDocument": { "uri": uri }, "options": { "tabSize": 2, "insertSpaces": true } });
    let edits = editor.client.ask("textDocument/formatting", &params);
    editor.folder.write("catalog.yaml", &untidy);
    editor.folder.run(&["fmt"]).ends(0);
    assert_eq!(edited(&untidy, &edits), editor.folder.read("catalog.yaml"));
    assert!(edits.as_array().expect("a list").len() >= 2, "{edits}");
    editor.client.close();
}

#[test]
fn other_files_and_odd_requests_are_left_alone() {
    let mut editor = Editor::new();
    editor.folder.write("other.yaml", "a: 'x\n");
    editor.folder.write("docs/page.md", "# A\n\n### B\n");
    let (other, text) = editor.open("other.yaml");
    editor.open("docs/page.md");
    assert_eq!(editor.ask_at("textDocument/hover", &other, &place(&text, "x", 0)), Json::Null);
    assert_eq!(editor.ask_at("textDocument/completion", &other, &place(&text, "x", 0)), Json::Null);
    let unknown = editor.client.ask_any("textDocument/moniker", &json!({}));
    assert_eq!(unknown["error"]["code"], -32601);
    let malformed = editor.client.ask_any("textDocument/hover", &json!({ "textDocument": 1 }));
    assert_eq!(malformed["error"]["code"], -32602);
    editor.client.tell("textDocument/didChange", &json!({ "nonsense": true }));
    editor.client.tell("$/setTrace", &json!({ "value": "off" }));
    editor.client.open("untitled:1", "version: 1\n");
    let far = editor.ask_at(
        "textDocument/hover",
        &other,
        &json!({ "line": 4_000_000_000_u32, "character": 4_000_000_000_u32 }),
    );
    assert_eq!(far, Json::Null);
    editor.client.close();
}

#[test]
fn included_files_are_part_of_the_catalog() {
    let folder = Folder::with(&[
        ("catalog.yaml", "version: 1\noutputs: [README.md]\ninclude: parts/*.yaml\n"),
        (
            "parts/liver.yaml",
            "sections:\n  - id: liver\n    entries:\n      - name: A\n        link: https://a.example.org/\n",
        ),
        ("README.md", "# R\n\n## Liver\n\n<!-- catalint:begin liver -->\n<!-- catalint:end liver -->\n"),
    ]);
    folder.run(&["render"]).ends(0);
    let client = Client::start(&folder.path(""));
    let mut editor = Editor { folder, client };
    let (part, text) = editor.open("parts/liver.yaml");
    assert_eq!(editor.client.findings(&part, Some(1)), Vec::<Json>::new());
    assert_eq!(editor.labels(&part, &text, "link:", 2), ["link", "description", "image", "id"]);
    let rows = editor.ask_at("textDocument/definition", &part, &place(&text, "name: A", 6));
    assert_eq!(rows[0]["uri"], editor.uri("README.md"));
    let params =
        json!({ "textDocument": { "uri": part }, "position": place(&text, "liver", 1), "newName": "x" });
    let changes = editor.client.ask("textDocument/rename", &params)["changes"].take();
    assert_eq!(edited(&text, &changes[&part]), text.replace("liver", "x"));
    assert!(changes.get(editor.uri("README.md")).is_some(), "{changes}");
    // One that breaks takes nothing with it.
    editor.client.change(&part, 2, "sections:\n  - id: 'x\n");
    assert_eq!(rules(&editor.client.findings(&part, Some(2))), ["yaml-syntax"]);
    editor.client.close();
}

#[test]
fn findings_of_the_baseline_are_not_told() {
    let mut editor = Editor::on(
        &CATALOG.replace(
            "[ct]\n        link: https://a.example.org/2",
            "[odd]\n        link: https://a.example.org/2",
        ),
        README,
    );
    editor.folder.run(&["lint", "--write-baseline"]).ends(0);
    let (uri, text) = editor.open("catalog.yaml");
    assert_eq!(editor.client.findings(&uri, Some(1)), Vec::<Json>::new());
    editor.client.change(&uri, 2, &text.replace("format: nifti", "format: odd2"));
    assert_eq!(rules(&editor.client.findings(&uri, Some(2))), ["format-unknown"]);
    editor.client.close();
}

#[test]
fn a_catalog_of_another_name_is_served_when_it_is_named() {
    let folder = Folder::with(&[("list.yaml", CATALOG), ("README.md", README)]);
    folder.run(&["render", "--catalog", "list.yaml"]).ends(0);
    let client = Client::start_with(&folder.path(""), &["lsp", "--catalog", "list.yaml"]);
    let mut editor = Editor { folder, client };
    let (uri, text) = editor.open("list.yaml");
    assert!(editor.hover(&uri, &text, "preset", 2).contains("a named set of fields"));
    let (readme, text) = editor.open("README.md");
    let found = editor.ask_at("textDocument/definition", &readme, &place(&text, "LiTS", 1));
    assert_eq!(found[0]["uri"], uri);
    editor.client.close();
}

#[test]
fn no_half_typed_text_makes_it_fall() {
    let mut editor = Editor::new();
    let (uri, text) = editor.open("catalog.yaml");
    // The catalog as it is typed, and as it is torn apart.
    let chars: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    let mut version = 1;
    for &cut in chars.iter().step_by(7) {
        for typed in [text[..cut].to_string(), text[cut..].to_string()] {
            version += 1;
            editor.client.change(&uri, version, &typed);
            let end = json!({ "line": typed.matches('\n').count(), "character": 99 });
            for method in ["textDocument/completion", "textDocument/hover", "textDocument/definition"] {
                editor.ask_at(method, &uri, &end);
            }
        }
    }
    let (readme, text) = editor.open("README.md");
    for cut in (0..text.len()).step_by(5).filter(|&cut| text.is_char_boundary(cut)) {
        version += 1;
        editor.client.change(&readme, version, &text[..cut]);
        let end = json!({ "line": text[..cut].matches('\n').count(), "character": 99 });
        for method in ["textDocument/completion", "textDocument/hover", "textDocument/prepareRename"] {
            editor.ask_at(method, &readme, &end);
        }
    }
    editor.client.close();
}

#[test]
fn an_editor_that_leaves_before_it_says_anything_is_no_fault() {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_catalint"))
        .arg("lsp")
        .stdin(std::process::Stdio::null())
        .output()
        .unwrap();
    assert_eq!((output.status.code(), output.stderr.is_empty()), (Some(1), true), "{output:?}");
}
