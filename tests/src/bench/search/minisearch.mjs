// Asks MiniSearch the questions of `bench search`, as an app would that ships it.
//
// node minisearch.mjs <folder of the package> < {"pages": [{title, content}], "questions": [{text, page}], "stop_words": [..]}
// One JSON object on standard output: for each setting hit_at_1, hit_at_10, p50_ms, p95_ms, build_ms.
//
// Settings:
//   integreat  as Integreat's app does (github.com/digitalfabrik/integreat-app, shared/hooks/useMiniSearch.ts)
//   best       the best of MiniSearch's own options on these very questions: hindsight in its favour
//   folded     the same, besides given our folding of accents and our stop words

import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

const { default: MiniSearch } = await import(pathToFileURL(`${process.argv[2]}/dist/es/index.js`).href)
const { pages, questions, stop_words: stopWords } = JSON.parse(readFileSync(0, 'utf8'))
const documents = pages.map((page, id) => ({ id, ...page }))
const stops = new Set(stopWords)

const fold = term => term.normalize('NFKD').replace(/[\u0300-\u036f]/g, '').replace(/œ/gi, 'oe').toLowerCase()
const subject = term => {
  const folded = fold(term)
  return stops.has(folded) ? null : folded
}

function index(options) {
  const started = performance.now()
  const search = new MiniSearch({ fields: ['title', 'content'], storeFields: ['title'], ...options })
  search.addAll(documents)
  return { search, build_ms: performance.now() - started }
}

function ask({ search, build_ms }, searchOptions) {
  const times = []
  let first = 0
  let tenth = 0
  for (const { text, page } of questions) {
    const started = performance.now()
    const found = search.search(text, searchOptions)
    times.push(performance.now() - started)
    const place = found.findIndex(result => result.id === page)
    first += place === 0
    tenth += place >= 0 && place < 10
  }
  times.sort((left, right) => left - right)
  const percentile = percent => times[Math.ceil((times.length * percent) / 100) - 1]
  const round = (value, digits) => Number(value.toFixed(digits))
  return {
    options: searchOptions,
    hit_at_1: round(first / questions.length, 4),
    hit_at_10: round(tenth / questions.length, 4),
    p50_ms: round(percentile(50), 3),
    p95_ms: round(percentile(95), 3),
    build_ms: round(build_ms, 1),
  }
}

function best(built) {
  let best = null
  for (const combineWith of ['OR', 'AND']) {
    for (const fuzzy of [false, 0.1, 0.2]) {
      for (const prefix of [false, true]) {
        for (const title of [1, 2, 3]) {
          const tried = ask(built, { combineWith, fuzzy, prefix, boost: { title } })
          if (best === null || tried.hit_at_10 > best.hit_at_10 || (tried.hit_at_10 === best.hit_at_10 && tried.hit_at_1 > best.hit_at_1)) {
            best = tried
          }
        }
      }
    }
  }
  return best
}

const own = index({})
const integreat = ask(own, { boost: { title: 2 }, fuzzy: true, prefix: true })
const settings = { integreat, best: best(own), folded: best(index({ processTerm: subject })) }
process.stdout.write(JSON.stringify(settings))
