// Addresses, asked of the town's server: a line for each, its kind, name, where that is, latitude and longitude. Here rather
// than in Rust, which would carry a reader of GeoJSON to every visitor.

export async function geocode(question) {
  const answer = await fetch(`/api/v1/geocode?${question}`);
  if (!answer.ok) return "";
  const { features } = await answer.json();
  return features
    .map(({ geometry: { coordinates: [lon, lat] }, properties: { type, name, postcode, city } }) => {
      const where = [postcode, city === name ? "" : city].filter(Boolean).join(" ");
      return [type, name, where, `${lat},${lon}`].join("\t");
    })
    .join("\n");
}
