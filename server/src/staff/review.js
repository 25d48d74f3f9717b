// What came from a feed, as phones would show it. Everything else on the page works without.
function shown() {
  return { seq: 0, ...JSON.parse(frame.dataset.record) };
}

choose(theme);
