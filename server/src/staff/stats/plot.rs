//! Plots of weeks as inline SVG: bars, in layers if need be, or a line. No script, colours by classes from the theme's tokens.
//!
//! A plot is a picture with a name and a sentence that says what it shows; whoever wants the numbers has the table beside it.
//! Every shape has an outline of ink, because the papers alone would be too pale on a sheet, and layers are told apart by
//! their order too. [`scale`] and [`marks`] decide, the rest draws.
//!
//! Drawn 340 units wide with letters of 13, so that it is read on a phone, where a unit is a little less than a pixel.

use dioxus::prelude::*;

use super::period::Week;

const WIDTH: f64 = 340.0;
const HEIGHT: f64 = 184.0;
const LEFT: f64 = 46.0;
const RIGHT: f64 = 334.0;
const TOP: f64 = 12.0;
const BOTTOM: f64 = 156.0;

/// Most names under the axis: more would touch.
const MOST_MARKS: usize = 4;

/// How values are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// A bar for each week.
    Bars,
    /// A point for each week, joined where two weeks in a row are known.
    Line,
}

/// Values of one kind, one for each week; none: nobody counted.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Layer {
    /// Class of its colour.
    pub(super) paper: &'static str,
    pub(super) values: Vec<Option<f64>>,
}

/// What is drawn.
#[derive(Clone, Debug)]
pub(super) struct Plot<'a> {
    /// Unique on the page.
    pub(super) id: &'a str,
    pub(super) title: String,
    /// What it shows, in a sentence.
    pub(super) says: String,
    pub(super) form: Form,
    pub(super) weeks: &'a [Week],
    /// The first one stands on the axis. A line has one.
    pub(super) layers: Vec<Layer>,
    /// A number of the axis in words.
    pub(super) unit: fn(f64) -> String,
    /// Steps of the axis are whole.
    pub(super) whole: bool,
}

/// Where the axis ends, and its numbers from nought up.
fn scale(most: f64, whole: bool) -> (f64, Vec<f64>) {
    let rough = (most / 3.0).max(f64::MIN_POSITIVE);
    let power = 10_f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|digit| digit * power).find(|step| *step >= rough - 1e-9);
    let least = if whole { 1.0 } else { 0.01 };
    let step = step.unwrap_or(10.0 * power).max(least);
    let steps = (most / step - 1e-9).ceil().clamp(1.0, 6.0) as usize;
    (step * steps as f64, (0..=steps).map(|n| step * n as f64).collect())
}

/// Which weeks are named under the axis: the last, and others at the same distance before it.
fn marks(weeks: usize) -> Vec<usize> {
    let step = weeks.div_ceil(MOST_MARKS).max(1);
    let mut marks: Vec<usize> = (0..weeks).rev().step_by(step).collect();
    marks.reverse();
    marks
}

impl Plot<'_> {
    fn slot(&self) -> f64 {
        (RIGHT - LEFT) / self.weeks.len().max(1) as f64
    }

    /// The middle of a week, from the left.
    fn across(&self, at: usize) -> f64 {
        LEFT + self.slot() * (at as f64 + 0.5)
    }

    /// The most that a week has, all layers together.
    fn most(&self) -> f64 {
        let week =
            |at: usize| self.layers.iter().filter_map(|layer| layer.values.get(at).copied().flatten()).sum::<f64>();
        (0..self.weeks.len()).map(week).fold(0.0, f64::max)
    }

    /// Drawn.
    pub(super) fn draw(&self) -> Element {
        let (end, ticks) = scale(self.most(), self.whole);
        let height = move |value: f64| BOTTOM - (BOTTOM - TOP) * value / end;
        let shapes = match self.form {
            Form::Bars => self.bars(&height),
            Form::Line => self.line(&height),
        };
        let name = |at: &usize| {
            self.weeks.get(*at).map(|week| (self.across(*at).clamp(LEFT + 8.0, RIGHT - 18.0), week.short()))
        };
        let names: Vec<(f64, String)> = marks(self.weeks.len()).iter().filter_map(name).collect();
        let numbers = ticks.into_iter().map(|tick| (height(tick), (self.unit)(tick)));
        rsx! {
            svg { class: "plot", role: "img", "aria-labelledby": "{self.id}-nom {self.id}-dit", view_box: "0 0 {WIDTH} {HEIGHT}",
                title { id: "{self.id}-nom", "{self.title}" }
                desc { id: "{self.id}-dit", "{self.says}" }
                for (y, words) in numbers {
                    line { class: "grid", x1: "{LEFT}", x2: "{RIGHT}", y1: "{y:.1}", y2: "{y:.1}" }
                    text { x: "{LEFT - 6.0}", y: "{y + 4.5:.1}", text_anchor: "end", "{words}" }
                }
                {shapes}
                line { class: "axis", x1: "{LEFT}", x2: "{RIGHT}", y1: "{BOTTOM}", y2: "{BOTTOM}" }
                for (x, words) in names {
                    text { x: "{x:.1}", y: "{HEIGHT - 8.0}", text_anchor: "middle", "{words}" }
                }
            }
        }
    }

    fn bars(&self, height: &dyn Fn(f64) -> f64) -> Element {
        let half = self.slot() * 0.36;
        let last = self.weeks.len().saturating_sub(1);
        // Cut with scissors: the top leans a little, its middle is where the value is.
        let lean = (half * 0.12).min(1.5);
        let mut shapes = Vec::new();
        for at in 0..self.weeks.len() {
            let (middle, mut below) = (self.across(at), 0.0);
            for layer in &self.layers {
                let value = layer.values.get(at).copied().flatten().unwrap_or_default();
                if value > 0.0 {
                    let (foot, top) = (height(below), height(below + value));
                    let lean = if at.is_multiple_of(2) { lean } else { -lean };
                    let points = format!(
                        "{:.1},{foot:.1} {:.1},{:.1} {:.1},{:.1} {:.1},{foot:.1}",
                        middle - half,
                        middle - half,
                        top - lean,
                        middle + half,
                        top + lean,
                        middle + half
                    );
                    let now = if at == last { " now" } else { "" };
                    shapes.push((format!("{}{now}", layer.paper), points));
                    below += value;
                }
            }
        }
        rsx! {
            for (class, points) in shapes {
                polygon { class: "{class}", points: "{points}" }
            }
        }
    }

    fn line(&self, height: &dyn Fn(f64) -> f64) -> Element {
        let layer = self.layers.first();
        let point = |at: usize| {
            let value = layer?.values.get(at).copied().flatten()?;
            Some((self.across(at), height(value)))
        };
        let points: Vec<Option<(f64, f64)>> = (0..self.weeks.len()).map(point).collect();
        let runs = points
            .split(Option::is_none)
            .filter(|run| run.len() > 1)
            .map(|run| run.iter().flatten().map(|(x, y)| format!("{x:.1},{y:.1}")).collect::<Vec<_>>().join(" "));
        let runs: Vec<String> = runs.collect();
        let radius = if self.weeks.len() > 20 { 2.5 } else { 4.5 };
        let paper = layer.map_or("", |layer| layer.paper);
        rsx! {
            for run in runs {
                polyline { class: "run", points: "{run}" }
            }
            for (x, y) in points.into_iter().flatten() {
                circle { class: "{paper}", cx: "{x:.1}", cy: "{y:.1}", r: "{radius}" }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_ends_above_all_values_in_round_steps() {
        for (most, whole, end, numbers) in [
            (0.0, true, 1.0, 2),
            (1.0, true, 1.0, 2),
            (3.0, true, 3.0, 4),
            (7.0, true, 10.0, 3),
            (12.0, true, 15.0, 4),
            (412.0, true, 600.0, 4),
            (0.4, false, 0.4, 3),
            (13.7, false, 15.0, 4),
            (100.0, false, 100.0, 3),
            (1_204.0, true, 1_500.0, 4),
        ] {
            let (found, ticks) = scale(most, whole);
            assert!((found - end).abs() < 1e-6, "{most} ends at {found}");
            assert_eq!(ticks.len(), numbers, "{most}: {ticks:?}");
            assert!(found >= most);
        }
    }

    #[test]
    fn few_weeks_are_named_and_the_last_always_is() {
        assert_eq!(marks(4), [0, 1, 2, 3]);
        assert_eq!(marks(12), [2, 5, 8, 11]);
        assert_eq!(marks(52), [12, 25, 38, 51]);
        assert_eq!(marks(0), Vec::<usize>::new());
    }

    fn drawn(form: Form, values: Vec<Option<f64>>) -> String {
        let first = Week::of(1_795_392_000).0;
        let weeks: Vec<Week> = (0..values.len() as i64).map(|n| Week(first + n)).collect();
        let plot = Plot {
            id: "essai",
            title: "Titre".to_owned(),
            says: "Ce qu’on voit".to_owned(),
            form,
            weeks: &weeks,
            layers: vec![Layer { paper: "mint", values }],
            unit: super::super::number::decimal,
            whole: true,
        };
        dioxus_ssr::render_element(plot.draw())
    }

    #[test]
    fn a_week_that_nobody_counted_is_a_gap_and_not_a_nought() {
        let line = drawn(Form::Line, vec![Some(3.0), Some(4.0), None, Some(0.0)]);
        assert_eq!((line.matches("<polyline").count(), line.matches("<circle").count()), (1, 3), "{line}");
        let bars = drawn(Form::Bars, vec![Some(3.0), None, Some(0.0), Some(1.0)]);
        assert_eq!(bars.matches("<polygon").count(), 2, "{bars}");
        assert_eq!(bars.matches("now").count(), 1, "the week that runs looks so");
        assert!(bars.contains("aria-labelledby=\"essai-nom essai-dit\"") && bars.contains("23\u{a0}nov."), "{bars}");
    }
}
