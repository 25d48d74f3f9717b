//! What is left out of a page's own scripts: comments that have a line to themselves, indentation, empty lines.
//!
//! A minifier was rejected: Brotli takes nearly all of what it would save, and what a shop runs can be read as it was
//! written. So a line inside a template literal begins with no `//`, and its indentation means nothing.

/// A script as it is sent.
pub(crate) fn lean(script: &str) -> String {
    let lines: Vec<&str> =
        script.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//")).collect();
    lines.join("\n") + "\n"
}

/// A module's text, to stand inside a script that is none.
pub(crate) fn inlined(module: &str) -> String {
    let lines: Vec<&str> = module
        .lines()
        .filter(|line| !line.starts_with("import "))
        .map(|line| line.strip_prefix("export ").unwrap_or(line))
        .collect();
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_of_their_own_go_and_code_stays() {
        let script = "// Why.\nfunction a() {\n  // inside\n  return \"//x\"; // stays\n\n}\n";
        assert_eq!(lean(script), "function a() {\nreturn \"//x\"; // stays\n}\n");
    }

    #[test]
    fn a_module_becomes_plain_text() {
        let module = "import { b } from \"./b.js\";\nexport const a = b;\nexport async function c() {}\n";
        assert_eq!(inlined(module), "const a = b;\nasync function c() {}\n");
    }
}
