#![allow(missing_docs)]
use catalint::readme::*;
use catalint::text::*;
use catalint::{finding::*, lint};
use std::collections::BTreeMap;
fn find(text: &str) -> (Vec<Finding>,) {
    let mut s = Sources::new();
    let f = s.add(Source::new("README.md", text));
    let d = Document::parse(text);
    let r = regions_of(&d, text);
    let l = lint::Levels::new(&lint::Settings::default(), None);
    (lint::finish(lint::document(&s, f, &d, &r, None, &l), &l),)
}
fn shape(t: &str) -> (Vec<String>, Vec<String>, Vec<String>, Vec<String>) {
    let d = Document::parse(t);
    let h = d.headings.iter().map(|h| format!("{} {}", h.level, h.text)).collect();
    let tb = d
        .tables
        .iter()
        .map(|tb| {
            std::iter::once(&tb.header)
                .chain(&tb.rows)
                .map(|r| r.cells.iter().map(|c| d.plain(c.plain).to_string()).collect::<Vec<_>>().join("|"))
                .collect::<Vec<_>>()
                .join("\n")
        })
        .collect();
    let l = d
        .links
        .iter()
        .map(|l| {
            format!(
                "{} -> {}",
                d.plain(l.plain),
                if l.destination.starts_with('#') { "#".into() } else { l.destination.clone() }
            )
        })
        .collect();
    let im = d.images.iter().map(|i| format!("{} {}", d.alt(i), i.source)).collect();
    (h, tb, l, im)
}
fn count(f: &[Finding]) -> BTreeMap<&'static str, usize> {
    let mut m = BTreeMap::new();
    for x in f {
        *m.entry(x.rule).or_insert(0) += 1;
    }
    m
}
fn main() {
    for p in std::env::args().skip(1) {
        let Ok(text) = std::fs::read_to_string(&p) else { continue };
        for un in [false, true] {
            let mut t = text.clone();
            let (f0,) = find(&t);
            let c0 = count(&f0);
            let mut total = 0;
            let mut n = 0;
            loop {
                let (f,) = find(&t);
                let (e, c) = lint::fixes(&f, un);
                if c == 0 {
                    break;
                }
                total += c;
                n += 1;
                if n > 30 {
                    println!("NOT CONVERGING {p}");
                    break;
                }
                t = lint::apply_pass(&t, &e[&FileId(0)]);
            }
            if total == 0 {
                continue;
            }
            let (f1,) = find(&t);
            let c1 = count(&f1);
            let new: Vec<String> = c1
                .iter()
                .filter(|(k, v)| **v > *c0.get(*k).unwrap_or(&0))
                .map(|(k, v)| format!("{k}: {} -> {v}", c0.get(*k).unwrap_or(&0)))
                .collect();
            let gone: Vec<String> = c0
                .iter()
                .filter(|(k, v)| **v > *c1.get(*k).unwrap_or(&0))
                .map(|(k, v)| format!("{k} {}->{}", v, c1.get(*k).unwrap_or(&0)))
                .collect();
            println!(
                "{} unsafe={un} fixes={total} passes={n} {:?} NEW {:?}",
                p.rsplit('/').next().unwrap(),
                gone,
                new
            );
            let (a, b) = (shape(&text), shape(&t));
            for (name, x, y) in
                [("headings", a.0, b.0), ("tables", a.1, b.1), ("links", a.2, b.2), ("images", a.3, b.3)]
            {
                if x != y {
                    let xs: std::collections::BTreeSet<_> = x.iter().collect();
                    let ys: std::collections::BTreeSet<_> = y.iter().collect();
                    println!(
                        "   {name} {}->{} -{:?} +{:?}",
                        x.len(),
                        y.len(),
                        xs.difference(&ys).take(4).collect::<Vec<_>>(),
                        ys.difference(&xs).take(4).collect::<Vec<_>>()
                    )
                }
            }
        }
    }
}
