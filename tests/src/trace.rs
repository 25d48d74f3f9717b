//! What Chromium's own trace says of a stretch of time: which frames reached the screen, what kept the page from answering.

use std::collections::HashSet;

use anyhow::Result;
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::line::Line;

/// Frames as they reach the screen; tasks of every thread; names of threads.
const CATEGORIES: [&str; 3] = ["benchmark", "toplevel", "__metadata"];

/// A trace being written.
#[derive(Debug)]
pub struct Trace {
    line: Line,
}

/// What a trace told. Times are in milliseconds.
#[derive(Debug, Default, PartialEq)]
pub struct Traced {
    /// When each frame reached the screen, the earliest first.
    pub frames: Vec<f64>,
    /// Tasks of the main threads of pages, the longest first.
    pub tasks: Vec<f64>,
}

impl Browser {
    /// Begins to trace.
    pub async fn trace(&self) -> Result<Trace> {
        let mut line = self.line_to_all().await?;
        let config = json!({ "includedCategories": CATEGORIES, "excludedCategories": ["*"] });
        line.ask("Tracing.start", json!({ "traceConfig": config, "transferMode": "ReportEvents" })).await?;
        Ok(Trace { line })
    }
}

impl Trace {
    /// Ends it, and says what it told.
    pub async fn end(mut self) -> Result<Traced> {
        self.line.ask("Tracing.end", json!({})).await?;
        let mut events = Vec::new();
        loop {
            for mut message in self.line.told() {
                match message.get("method").and_then(Value::as_str) {
                    Some("Tracing.dataCollected") => {
                        if let Some(Value::Array(more)) = message.pointer_mut("/params/value") {
                            events.append(more);
                        }
                    }
                    Some("Tracing.tracingComplete") => return Ok(Traced::of(&events)),
                    _ => {}
                }
            }
            self.line.listen().await?;
        }
    }
}

impl Traced {
    /// Frames that reached the screen in a second.
    pub fn frames_per_second(&self) -> f64 {
        let length = self.frames.last().zip(self.frames.first()).map_or(0.0, |(last, first)| last - first);
        self.frames.len().saturating_sub(1) as f64 * 1_000.0 / length.max(1.0)
    }

    /// Times from each frame to the next, the longest first.
    pub fn gaps(&self) -> Vec<f64> {
        let mut gaps: Vec<f64> =
            self.frames.iter().zip(self.frames.iter().skip(1)).map(|(before, after)| after - before).collect();
        gaps.sort_by(|left, right| right.total_cmp(left));
        gaps
    }

    fn of(events: &[Value]) -> Self {
        let text = |event: &Value, path: &str| event.pointer(path).and_then(Value::as_str).map(str::to_owned);
        let milliseconds = |event: &Value, path: &str| event.pointer(path)?.as_f64().map(|micros| micros / 1_000.0);
        let thread = |event: &Value| Some((event.get("pid")?.as_u64()?, event.get("tid")?.as_u64()?));
        let mains: HashSet<(u64, u64)> = events
            .iter()
            .filter(|event| text(event, "/args/name").as_deref() == Some("CrRendererMain"))
            .filter_map(thread)
            .collect();
        let mut traced = Self::default();
        for event in events {
            match text(event, "/name").as_deref() {
                Some("Display::FrameDisplayed") => traced.frames.extend(milliseconds(event, "/ts")),
                Some("ThreadControllerImpl::RunTask") if thread(event).is_some_and(|of| mains.contains(&of)) => {
                    traced.tasks.extend(milliseconds(event, "/dur"));
                }
                _ => {}
            }
        }
        traced.frames.sort_by(f64::total_cmp);
        traced.tasks.sort_by(|left, right| right.total_cmp(left));
        traced
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_of_the_screen_and_tasks_of_the_page_are_told_apart_from_all_else() {
        let events = json!([
            { "name": "thread_name", "pid": 7, "tid": 1, "args": { "name": "CrRendererMain" } },
            { "name": "thread_name", "pid": 7, "tid": 2, "args": { "name": "Compositor" } },
            { "name": "ThreadControllerImpl::RunTask", "pid": 7, "tid": 1, "ts": 0, "dur": 12_000 },
            { "name": "ThreadControllerImpl::RunTask", "pid": 7, "tid": 1, "ts": 0, "dur": 60_500 },
            { "name": "ThreadControllerImpl::RunTask", "pid": 7, "tid": 2, "ts": 0, "dur": 90_000 },
            { "name": "Display::FrameDisplayed", "pid": 9, "tid": 1, "ts": 40_000 },
            { "name": "Display::FrameDisplayed", "pid": 9, "tid": 1, "ts": 0 },
            { "name": "Display::FrameDisplayed", "pid": 9, "tid": 1, "ts": 10_000 },
        ]);
        let traced = Traced::of(events.as_array().unwrap());
        assert_eq!(traced, Traced { frames: vec![0.0, 10.0, 40.0], tasks: vec![60.5, 12.0] });
        assert_eq!((traced.frames_per_second(), traced.gaps()), (50.0, vec![30.0, 10.0]));
        assert!(Traced::default().frames_per_second().abs() < f64::EPSILON);
    }
}
