//! What each ingredient of search brought: the figures without it, all else and all weights as they are.
//!
//! Weights are not learned anew for what is left: a reader learns what taking the ingredient out of the program would cost.

use anyhow::Result;
use rusqlite::Connection;
use serde_json::{Value, json};
use shared::search::{Signals, Tuning};

use super::questions::Set;
use super::{Hits, ask, write};

/// Each is one more set of typos; their figures are taken together.
const SEEDS: [u64; 5] = [1, 2, 3, 4, 5];

/// The app's tuning, then what is left out and the tuning without it.
fn rows() -> Vec<(&'static str, Tuning)> {
    let app = Tuning::APP;
    let weights = app.weights;
    let weighed = |weights: Signals| Tuning { weights, ..app };
    vec![
        ("nothing", app),
        ("stop words", Tuning { stop_words: false, ..app }),
        ("half weight of framing words", Tuning { frame_words: false, ..app }),
        ("stems", Tuning { stems: false, ..app }),
        ("roots", Tuning { roots: false, ..app }),
        ("stems and roots", Tuning { stems: false, roots: false, ..app }),
        ("synonyms", Tuning { synonyms: false, ..app }),
        ("spelling", Tuning { spelling: false, ..app }),
        ("the word as typed, apart from its stem", weighed(Signals { exact: 0.0, title_exact: 0.0, ..weights })),
        (
            "titles",
            weighed(Signals { title_exact: 0.0, title_root: 0.0, title_akin: 0.0, title_named: 0.0, ..weights }),
        ),
        ("share of the title named", weighed(Signals { title_named: 0.0, ..weights })),
        ("neighbours", weighed(Signals { neighbours: 0.0, ..weights })),
        ("best passage", weighed(Signals { passage: 0.0, ..weights })),
        ("neighbours and best passage", weighed(Signals { neighbours: 0.0, passage: 0.0, ..weights })),
        ("coverage", weighed(Signals { coverage: 0.0, ..weights })),
        ("learned weights (all are 1)", weighed(Signals::from_array([1.0; Signals::COUNT]))),
    ]
}

/// Prints a Markdown table, and returns its figures: `[{without, hit_at_1, hit_at_10, typos_hit_at_1, typos_hit_at_10}]`.
pub(super) fn run(set: &Set) -> Result<Value> {
    let misspelt: Vec<Set> = SEEDS.iter().map(|seed| set.misspelt(*seed)).collect();
    let mut figures = Vec::new();
    println!("| left out | hit@1 | hit@10 | hit@1, typos | hit@10, typos |\n|---|---|---|---|---|");
    let mut whole = None;
    for (without, tuning) in rows() {
        eprintln!("without {without}");
        let (asked, typos) = without_it(set, &misspelt, &tuning)?;
        let row = [asked.at_1(), asked.at_10(), typos.at_1(), typos.at_10()];
        println!("| {without} | {} |", cells(row, whole).join(" | "));
        whole.get_or_insert(row);
        let [hit_at_1, hit_at_10, typos_hit_at_1, typos_hit_at_10] = row;
        figures.push(json!({
            "without": without, "hit_at_1": hit_at_1, "hit_at_10": hit_at_10,
            "typos_hit_at_1": typos_hit_at_1, "typos_hit_at_10": typos_hit_at_10,
        }));
    }
    println!();
    Ok(Value::Array(figures))
}

/// The figures as asked, and over all sets of typos.
fn without_it(set: &Set, misspelt: &[Set], tuning: &Tuning) -> Result<(Hits, Hits)> {
    let mut connection = Connection::open_in_memory()?;
    write(&mut connection, &set.pages, tuning)?;
    let (asked, _) = ask(&connection, set, tuning)?;
    let mut typos = Hits::default();
    for set in misspelt {
        typos.add(ask(&connection, set, tuning)?.0);
    }
    Ok((asked, typos))
}

/// Each figure, and in brackets what it is more or less than with everything.
fn cells(row: [f64; 4], whole: Option<[f64; 4]>) -> Vec<String> {
    let Some(whole) = whole else { return row.iter().map(|figure| format!("{figure:.3}")).collect() };
    row.iter().zip(whole).map(|(figure, whole)| format!("{figure:.3} ({:+.3})", figure - whole)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_ingredient_is_left_out_of_one_row() {
        let rows = rows();
        assert_eq!(rows.first().map(|row| row.1), Some(Tuning::default()));
        for (at, (without, tuning)) in rows.iter().enumerate() {
            assert!(rows.iter().skip(at + 1).all(|(_, other)| other != tuning), "{without} is left out twice");
        }
    }

    #[test]
    fn a_switch_changes_what_is_found() {
        let page = |text: &str| text.to_owned();
        let pages = vec![page("Logement\nUn médecin."), page("Rattrapage\nDes cours."), page("Concert\nEntrée.")];
        for (question, at, tuning) in [
            ("logements", 0, Tuning { stems: false, roots: false, spelling: false, ..Tuning::APP }),
            ("rattraper", 1, Tuning { roots: false, spelling: false, ..Tuning::APP }),
            ("docteur", 0, Tuning { synonyms: false, ..Tuning::APP }),
            ("concret", 2, Tuning { spelling: false, ..Tuning::APP }),
        ] {
            let set = Set { pages: pages.clone(), questions: vec![(question.to_owned(), at)] };
            let found = |tuning: &Tuning| without_it(&set, &[], tuning).unwrap().0.first;
            assert_eq!((found(&Tuning::APP), found(&tuning)), (1, 0), "{question}");
        }
    }
}
