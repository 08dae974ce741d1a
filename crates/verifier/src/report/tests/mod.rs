mod columns;
mod contrast;
mod format;
mod html;
mod json;
mod progress;
mod samples;
mod terminal;

/// `ISOLOIR_SAMPLES=folder cargo test -p isoloir-verify --lib report -- --ignored` writes all forms
/// of the samples, to be looked at.
#[test]
#[ignore = "writes files, for eyes"]
fn samples_are_written_to_a_folder() {
    use super::terminal::{self, Paint};
    let folder = std::env::var("ISOLOIR_SAMPLES").expect("ISOLOIR_SAMPLES names a folder");
    for (name, report) in samples::all() {
        let steps: String =
            report.steps.iter().map(|it| terminal::step(it, Paint::Plain)).collect();
        let forms = [
            ("html", super::html::page(&report)),
            ("txt", steps + &terminal::conclusion(&report, Paint::Plain)),
            ("json", serde_json::to_string_pretty(&report).expect("a report is JSON")),
        ];
        for (form, text) in forms {
            let path = std::path::Path::new(&folder).join(name).with_extension(form);
            std::fs::write(path, text).expect("the folder can be written to");
        }
    }
}
