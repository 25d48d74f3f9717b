//! Everything that a period's page says, asked of the storage once.

use std::collections::HashMap;

use shared::domain::{Kind, RecordId};

use super::few::{Shown, alone, parts};
use super::period::Period;
use super::series;
use crate::app::App;
use crate::staff::page::Refusal;
use crate::staff::shops;
use crate::storage::FEW;
use crate::storage::stats::{WeekMessages, WeekUses};

/// Most records that are listed.
const MOST_READ: usize = 50;

/// A record and how often it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Read {
    /// Its title; none: it is gone.
    pub(super) title: Option<String>,
    /// It is a news item; else a page.
    pub(super) is_news: bool,
    /// Its id, when nothing else is left of it.
    pub(super) id: String,
    /// Apps that opened it, summed over the weeks.
    pub(super) times: Shown,
}

/// The figures of a period. Lists of weeks are as long as the period.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Figures {
    pub(super) period: Period,
    /// Young people whom the town wants to reach.
    pub(super) target: Option<u32>,
    /// Hours within which a message is to be answered.
    pub(super) promise: Option<u16>,
    /// The town gives cards.
    pub(super) gives_cards: bool,
    /// Apps opened.
    pub(super) apps: Vec<Option<u64>>,
    /// Active cards at the end of each week, now in the last.
    pub(super) cards: Vec<Option<u64>>,
    pub(super) uses: Vec<WeekUses>,
    /// Names of shops, the one with most uses first.
    pub(super) shops: Vec<(String, Shown)>,
    /// The most read first.
    pub(super) reads: Vec<Read>,
    /// Words, the most frequent first.
    pub(super) searches: Vec<(String, u64)>,
    pub(super) messages: Vec<WeekMessages>,
}

impl Figures {
    /// Asks for them.
    pub(super) async fn of(app: &App, period: Period) -> Result<Self, Refusal> {
        let (storage, now, town) = (&app.storage, app.clock.now(), app.territory.as_ref());
        let (since, first) = (period.first().begin(), period.first().iso());
        let gives_cards = town.is_some_and(|town| town.card.enabled);
        let mut cards = series::as_counted(&period.weeks, &storage.weekly_cards().await?);
        if let Some(last) = cards.last_mut() {
            *last = Some(storage.active_cards(now).await?);
        }
        Ok(Self {
            target: town.map(|town| town.target_population).filter(|target| *target > 0),
            promise: town.filter(|town| town.features.messages).map(|town| town.service.answer_within_hours),
            gives_cards,
            apps: series::since_first(&period.weeks, &storage.weekly_apps().await?),
            cards,
            uses: series::by_number(&period.weeks, &storage.uses_by_week(since).await?),
            shops: shops_of(app, since).await?,
            reads: reads_of(app, &first).await?,
            searches: storage.fruitless_since(&first).await?,
            messages: series::by_number(&period.weeks, &storage.messages_by_week(since, now).await?),
            period,
        })
    }

    /// The part of the target that so many apps are.
    pub(super) fn share(&self, apps: u64) -> Option<f64> {
        self.target.map(|target| apps as f64 / f64::from(target))
    }

    /// The last week that is over and was counted, else the one that runs: its place in the period and its apps.
    pub(super) fn last_reach(&self) -> Option<(usize, u64)> {
        let known = |at: &usize| self.apps.get(*at).copied().flatten().map(|apps| (*at, apps));
        let last = self.apps.len().checked_sub(1)?;
        (0..last).rev().find_map(|at| known(&at)).or_else(|| known(&last))
    }

    /// Whether there was any active card.
    pub(super) fn has_cards(&self) -> bool {
        self.cards.iter().flatten().any(|cards| *cards > 0)
    }

    /// Uses and savings of the whole period.
    pub(super) fn all_uses(&self) -> WeekUses {
        self.uses.iter().fold(WeekUses::default(), |sum, week| WeekUses {
            uses: sum.uses + week.uses,
            saved_cents: sum.saved_cents + week.saved_cents,
        })
    }

    /// Whether there are so few uses that their sum could be one shop's own small number.
    pub(super) fn uses_are_few(&self) -> bool {
        (1..FEW).contains(&self.all_uses().uses)
    }

    /// Messages of the whole period.
    pub(super) fn all_messages(&self) -> WeekMessages {
        self.messages.iter().fold(WeekMessages::default(), |sum, week| WeekMessages {
            in_time: sum.in_time + week.in_time,
            late: sum.late + week.late,
            waiting: sum.waiting + week.waiting,
            overdue: sum.overdue + week.overdue,
        })
    }

    /// The part of messages whose promise is over, or was kept before, that were answered in time.
    pub(super) fn promises_kept(&self) -> Option<f64> {
        let all = self.all_messages();
        let judged = all.in_time + all.late + all.overdue;
        (judged > 0).then(|| all.in_time as f64 / judged as f64)
    }
}

async fn shops_of(app: &App, since: i64) -> Result<Vec<(String, Shown)>, Refusal> {
    let uses = app.storage.uses_per_shop(since).await?;
    let names: HashMap<String, String> =
        shops::places(app).await?.into_iter().map(|place| (place.id, place.name)).collect();
    let shown = parts(&uses.iter().map(|(_, count)| *count).collect::<Vec<_>>());
    let name = |id: String| names.get(&id).cloned().unwrap_or(id);
    Ok(uses.into_iter().map(|(shop, _)| name(shop)).zip(shown).collect())
}

async fn reads_of(app: &App, first: &str) -> Result<Vec<Read>, Refusal> {
    let counts = app.storage.reads_since(first).await?;
    // News that ended are no record any more, but their article is still here.
    let articles: HashMap<String, String> =
        app.storage.articles().await?.into_iter().map(|article| (article.id, article.draft.title)).collect();
    let mut reads = Vec::new();
    for (record, count) in counts.into_iter().take(MOST_READ) {
        let is_news = record.kind == Kind::News.name();
        let known = if is_news { articles.get(&record.id).cloned() } else { title_of(app, &record).await? };
        let title = known.filter(|title| !title.is_empty());
        reads.push(Read { title, is_news, id: record.id, times: alone(count) });
    }
    Ok(reads)
}

async fn title_of(app: &App, id: &RecordId) -> Result<Option<String>, Refusal> {
    let body = app.storage.record(&id.kind, &id.id).await?;
    let record: Option<serde_json::Value> = body.and_then(|body| serde_json::from_str(&body).ok());
    Ok(record.and_then(|record| record.get("title")?.as_str().map(str::to_owned)))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Three weeks, the last of which runs.
    pub(in crate::staff::stats) fn figures() -> Figures {
        let week = |uses, saved_cents| WeekUses { uses, saved_cents };
        Figures {
            period: Period::new(3, 1_795_392_000),
            target: Some(3_000),
            promise: Some(48),
            gives_cards: true,
            apps: vec![None, Some(412), Some(37)],
            cards: vec![None, Some(300), Some(318)],
            uses: vec![week(0, 0), week(12, 3_000), week(3, 450)],
            shops: vec![("La Miche".to_owned(), Shown::Exactly(12)), ("Le Rex".to_owned(), Shown::Few)],
            reads: vec![],
            searches: vec![],
            messages: vec![
                WeekMessages { in_time: 3, late: 1, ..WeekMessages::default() },
                WeekMessages { overdue: 1, ..WeekMessages::default() },
                WeekMessages { waiting: 2, ..WeekMessages::default() },
            ],
        }
    }

    #[test]
    fn the_week_that_runs_is_no_measure_of_reach_unless_it_is_the_first() {
        let figures = figures();
        assert_eq!(figures.last_reach(), Some((1, 412)));
        assert_eq!(Figures { apps: vec![None, None, Some(37)], ..figures.clone() }.last_reach(), Some((2, 37)));
        assert_eq!(Figures { apps: vec![None; 3], ..figures.clone() }.last_reach(), None);
        assert!((figures.share(412).unwrap() - 0.137_3).abs() < 0.000_1);
    }

    #[test]
    fn a_promise_is_judged_when_it_is_over() {
        assert_eq!(figures().promises_kept(), Some(0.6), "three of five; two may still be in time");
        assert_eq!(Figures { messages: vec![], ..figures() }.promises_kept(), None);
        assert_eq!(figures().all_uses(), WeekUses { uses: 15, saved_cents: 3_450 });
    }
}
