//! Runs that are killed while they write, and runs at the same time.

use crate::{README, catalog, names, project};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

fn start(folder: &crate::folder::Folder, args: &[&str]) -> std::process::Child {
    Command::new(env!("CARGO_BIN_EXE_catalint"))
        .current_dir(folder.path(""))
        .args(args)
        .env("GIT_CEILING_DIRECTORIES", folder.path(""))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts")
}

/// Kills runs after more and more of the time that a whole run takes, and has
/// `sound` look at what each left. A kill is SIGKILL: nothing can be tidied.
fn killed_at_any_moment(
    args: &[&str],
    prepare: impl Fn() -> crate::folder::Folder,
    sound: impl Fn(&crate::folder::Folder),
) {
    const MOMENTS: u32 = 24;
    let folder = prepare();
    let begun = Instant::now();
    assert!(start(&folder, args).wait().expect("an end").success(), "{args:?}");
    let whole = begun.elapsed();
    sound(&folder);
    for moment in 0..MOMENTS {
        let folder = prepare();
        let mut child = start(&folder, args);
        // The later half of a run is where it writes.
        thread::sleep(whole * (MOMENTS / 2 + moment) / (MOMENTS + MOMENTS / 4));
        let _ = child.kill();
        child.wait().expect("an end");
        sound(&folder);
        let left: Vec<String> = names(&folder)
            .into_iter()
            .filter(|name| !["catalog.yaml", "README.md"].contains(&name.as_str()))
            .collect();
        assert!(left.iter().all(|name| name.starts_with(".catalint-") && name.ends_with(".tmp")), "{left:?}");
        // The next run goes on as if nothing had been.
        if !args.contains(&"migrate") {
            folder.run(args).ends(0);
            folder.run(&["check", "--quiet"]).ends(0);
        }
    }
}

#[test]
fn a_killed_render_leaves_the_old_file_or_the_new_one() {
    let done = project(1500);
    done.run(&["render"]).ends(0);
    let new = done.read("README.md");
    killed_at_any_moment(
        &["render"],
        || project(1500),
        |folder| {
            let now = folder.read("README.md");
            assert!(now == README || now == new, "half of {} bytes: {}", new.len(), now.len());
            assert_eq!(folder.read("catalog.yaml"), catalog(1500));
        },
    );
}

#[test]
fn a_killed_absorb_loses_no_edit() {
    let prepare = || {
        let folder = project(400);
        folder.run(&["render"]).ends(0);
        folder.replace("README.md", "| Tool 7 |", "| Hammer |");
        folder
    };
    let has = |folder: &crate::folder::Folder, name: &str| {
        folder.read("README.md").contains("| Hammer |") && folder.read(name).ends_with('\n')
    };
    killed_at_any_moment(&["absorb", "--assume", "rename"], prepare, |folder| {
        assert!(has(folder, "catalog.yaml"));
        let catalog = folder.read("catalog.yaml");
        assert!(
            catalog.contains("name: Tool 399")
                && catalog.contains("name: Hammer") != catalog.contains("name: Tool 7\n")
        );
    });
}

#[test]
fn a_killed_migration_leaves_a_readme_that_holds_everything() {
    let rows: String = (0..600).map(|n| format!("| Tool {n} | https://tools.example.org/{n} |\n")).collect();
    let readme = format!("# List\n\n## Tools\n\n| Name | Link |\n|---|---|\n{rows}\nMine.\n");
    killed_at_any_moment(
        &["migrate"],
        || crate::folder::Folder::with(&[("README.md", &readme)]),
        |folder| {
            let now = folder.read("README.md");
            assert!(now == readme || (now.contains("catalint:end") && now.ends_with("\nMine.\n")));
            assert!((0..600).step_by(97).all(|n| now.contains(&format!("| Tool {n} |"))));
            if folder.path("catalog.yaml").exists() {
                assert!(folder.read("catalog.yaml").contains("name: Tool 599"));
            }
        },
    );
}

#[test]
fn what_a_killed_run_left_is_swept_away_when_it_is_old() {
    let folder = project(3);
    folder.write(".catalint-abc123.tmp", "half");
    folder.write(".catalint-abc124.tmp", "of another run");
    folder.write(".catalint-baseline.json", "{ \"version\": 1, \"findings\": [] }");
    let old = std::time::SystemTime::now() - Duration::from_secs(7200);
    for name in [".catalint-abc123.tmp", ".catalint-baseline.json"] {
        let file = std::fs::File::options().write(true).open(folder.path(name)).expect("the file");
        file.set_modified(old).expect("a time");
    }
    folder.run(&["render"]).ends(0);
    let all = names(&folder);
    assert_eq!(all, [".catalint-abc124.tmp", ".catalint-baseline.json", "README.md", "catalog.yaml"]);
}

/// Runs several at once, many times, and has `sound` look at the end.
fn at_once(
    runs: &[&[&str]],
    prepare: impl Fn() -> crate::folder::Folder,
    sound: impl Fn(&crate::folder::Folder),
) {
    for _ in 0..12 {
        let folder = prepare();
        let children: Vec<_> = runs.iter().map(|args| start(&folder, args)).collect();
        for mut child in children {
            let code = child.wait().expect("an end").code();
            assert!(matches!(code, Some(0..=2)), "{code:?}");
        }
        sound(&folder);
        assert_eq!(names(&folder), ["README.md", "catalog.yaml"]);
    }
}

#[test]
fn two_renders_at_once_are_one() {
    let done = project(300);
    done.run(&["render"]).ends(0);
    let new = done.read("README.md");
    at_once(
        &[&["render"], &["render"], &["render"]],
        || project(300),
        |folder| {
            assert_eq!(folder.read("README.md"), new);
        },
    );
}

#[test]
fn absorb_and_render_at_once_lose_no_edit() {
    let prepare = || {
        let folder = project(100);
        folder.run(&["render"]).ends(0);
        folder.replace("README.md", "| Tool 7 |", "| Hammer |");
        folder
    };
    at_once(&[&["absorb", "--assume", "rename"], &["render"]], prepare, |folder| {
        let (readme, catalog) = (folder.read("README.md"), folder.read("catalog.yaml"));
        assert!(readme.contains("| Hammer |"), "{readme}");
        assert!(catalog.contains("name: Hammer") || catalog.contains("name: Tool 7\n"));
        folder.run(&["absorb", "--assume", "rename"]).ends(0);
        folder.run(&["check", "--quiet"]).ends(0);
        assert!(folder.read("catalog.yaml").contains("name: Hammer"));
    });
}

#[test]
fn fmt_and_fix_at_once_lose_neither_entry_nor_comment() {
    let untidy = catalog(200)
        .replace("name: Tool 5\n", "name:   Tool 5   # five\n")
        .replace("example.org/7\n", "example.org/7 8\n");
    let prepare = || crate::folder::Folder::with(&[("catalog.yaml", &untidy), ("README.md", README)]);
    at_once(&[&["fmt"], &["lint", "--fix", "catalog.yaml"]], prepare, |folder| {
        let now = folder.read("catalog.yaml");
        assert!(
            now.contains("# five") && now.contains("Tool 199") && now.matches("- name:").count() == 200,
            "{now}"
        );
        for args in [["lint", "--fix", "catalog.yaml"].as_slice(), &["fmt"]] {
            folder.run(args).ends(0);
        }
        let now = folder.read("catalog.yaml");
        assert!(now.contains("example.org/7%208\n") && now.contains("name: Tool 5   # five\n"), "{now}");
    });
}
