//! Functions that a browser downloads and never runs, made traps before the optimiser goes through the program: it then
//! drops them with all that only they call.
//!
//! Compilers keep them because something points at them: SQLite's table of functions, its parser, the `Debug` of an error.
//! Switches leave out what they can (`sqlite_trim.h`); these have none that acts outside SQL's grammar. Each is here because
//! no statement of the app needs it, which a test asks of the statements themselves. The build says when a name is no
//! longer in the program.

use walrus::{FunctionBuilder, FunctionKind};
use wasm_bindgen_cli_support::Output;

use crate::command::say;

/// Of SQLite: `ALTER TABLE … RENAME` and constraints, `ANALYZE`, window functions, checks of an R*Tree, `EXPLAIN`, functions of text, pragmas as tables.
const SQLITE: [&str; 49] = [
    "renameColumnFunc",
    "renameTableFunc",
    "renameTableTest",
    "renameQuotefixFunc",
    "dropColumnFunc",
    "dropConstraintFunc",
    "addConstraintFunc",
    "findConstraintFunc",
    "sqlite3AlterAddConstraint",
    "sqlite3AlterDropConstraint",
    "sqlite3Analyze",
    "analyzeOneTable",
    "statInit",
    "statPush",
    "statGet",
    "windowReturnOneRow",
    "windowAggStep",
    "windowCodeOp",
    "windowCodeRangeTest",
    "windowAggFinal",
    "windowCheckValue",
    "windowReadPeerValues",
    "windowIfNewPeer",
    "rtreecheck",
    "rtreenode",
    "rtreedepth",
    "rtreeCheckTable",
    "sqlite3WhereAddExplainText",
    "unistrFunc",
    "unhexFunc",
    "trimFunc",
    "roundFunc",
    "groupConcatStep",
    "groupConcatInverse",
    "groupConcatValue",
    "substrFunc",
    "replaceFunc",
    "printfFunc",
    "hexFunc",
    "absFunc",
    "nth_valueStepFunc",
    "ntileValueFunc",
    "bytelengthFunc",
    "upperFunc",
    "currentTimeFunc",
    "sqlite3Reindex",
    "pragmaVtabConnect",
    "pragmaVtabBestIndex",
    "pragmaVtabFilter",
];

/// Of Rust, by where a function is and how its mangled name ends: what the library of errors writes for `{:?}`, which the web build
/// leaves out everywhere (ADR 0010), and behind it a reader of symbols for backtraces that no browser has; the names of all keys,
/// which nobody asks an event for.
const RUST: [(&str, &str); 2] = [("6anyhow3fmt", "9ErrorImpl5debug"), ("14keyboard_types3key", "8from_str")];

/// Makes traps of them.
pub(crate) fn snip(output: &mut Output, app: bool) {
    let module = output.wasm_mut();
    let mut met = 0;
    let mut found = Vec::new();
    for function in module.funcs.iter() {
        let Some(name) = function.name.as_deref() else { continue };
        let own = app && SQLITE.contains(&name);
        let rust = RUST.iter().any(|(place, end)| name.contains(place) && name.ends_with(end));
        met += usize::from(own || rust && app);
        if (own || rust) && matches!(function.kind, FunctionKind::Local(_)) {
            found.push(function.id());
        }
    }
    // Another compiler may have put some of them into their callers: the program is a little larger for it, and no less right.
    let known = SQLITE.len() + RUST.len();
    if app && met < known {
        say(&format!("{met} of {known} functions left out: see xtask/src/snip.rs"));
    }
    for id in found {
        let kind = module.types.get(module.funcs.get(id).ty());
        let (takes, gives) = (kind.params().to_vec(), kind.results().to_vec());
        let arguments = takes.iter().map(|one| module.locals.add(*one)).collect();
        let mut trap = FunctionBuilder::new(&mut module.types, &takes, &gives);
        trap.func_body().unreachable();
        module.funcs.get_mut(id).kind = FunctionKind::Local(trap.local_func(arguments));
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use crate::workspace::Workspace;

    /// Words of the statements that what is left out would serve. What only devices or the server run may say them.
    const UNSERVED: [&str; 25] = [
        " OVER (",
        "ANALYZE",
        "RENAME ",
        "DROP COLUMN",
        "CONSTRAINT",
        "EXPLAIN",
        "rtreecheck(",
        "unistr(",
        "unhex(",
        " trim(",
        " round(",
        "group_concat(",
        " substr(",
        " replace(",
        " printf(",
        " hex(",
        " abs(",
        "nth_value(",
        "ntile(",
        "octet_length(",
        " upper(",
        "CURRENT_TIME",
        "REINDEX",
        // Adding a column rewrites the table's words by functions of text.
        "ALTER TABLE",
        " pragma_",
    ];
    const ELSEWHERE: [&str; 3] = ["shared/src/map/seen.rs", "shared/src/map/writer.rs", "shared/src/search/tests.rs"];

    #[test]
    fn no_statement_that_a_browser_runs_needs_what_is_left_out() {
        let workspace = Workspace::find().unwrap();
        let mut folders = vec![workspace.path("shared/src"), workspace.path("app/src")];
        let mut read = 0;
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if speaks_sql(&path) && !ELSEWHERE.iter().any(|other| path.ends_with(other)) {
                    let text = fs::read_to_string(&path).unwrap();
                    read += 1;
                    for word in UNSERVED {
                        assert!(!text.contains(word), "{} says {word}: see xtask/src/snip.rs", path.display());
                    }
                }
            }
        }
        assert!(read > 20, "{read} files only");
    }

    fn speaks_sql(path: &Path) -> bool {
        path.extension().is_some_and(|extension| extension == "sql")
            || path.extension().is_some_and(|extension| extension == "rs")
                && fs::read_to_string(path).is_ok_and(|text| text.contains("rusqlite") || text.contains("SELECT"))
    }
}
