// Renders CSL-JSON with citeproc-js, for comparison.
//
//   node render.js LOCALES ITEMS.json STYLE.csl... [--html] [--citations CITATIONS.json]
//
// LOCALES is a folder with `locales-en-US.xml` and its like. Prints one JSON object per style:
// {"style": ..., "bibliography": [[id, text], ...], "citations": [text, ...]} or {"style", "error"}.
"use strict";

const fs = require("fs");
const path = require("path");
const CSL = require("citeproc");

const args = process.argv.slice(2);
const html = args.includes("--html");
const at = args.indexOf("--citations");
const clusters = at < 0 ? [] : JSON.parse(fs.readFileSync(args[at + 1], "utf8"));
const files = args.filter((arg, idx) => arg !== "--html" && (at < 0 || (idx !== at && idx !== at + 1)));
const [locales, itemFile, ...styles] = files;
const list = JSON.parse(fs.readFileSync(itemFile, "utf8"));
const items = Object.fromEntries(list.map((item) => [item.id, item]));

function locale(lang) {
  const file = path.join(locales, `locales-${lang}.xml`);
  if (!fs.existsSync(file)) return false;
  return fs.readFileSync(file, "utf8").replace(/^\uFEFF?<\?xml[^>]*\?>/, "");
}

// Text output joins the margin and what follows without a blank; a marker keeps the place visible.
function join(engine) {
  const text = CSL.Output.Formats.text;
  text["@display/left-margin"] = (state, str) => `${str.replace(/\s+$/, "")} `;
}

for (const file of styles) {
  const style = path.basename(file, ".csl");
  try {
    const engine = new CSL.Engine(
      { retrieveLocale: locale, retrieveItem: (id) => items[id] },
      fs.readFileSync(file, "utf8"),
    );
    if (!html) join(engine);
    engine.setOutputFormat(html ? "html" : "text");
    engine.updateItems(list.map((item) => item.id));
    // Every cite counts as the first of its work: what depends on position is left to the test suite.
    const citations = clusters.map((cluster) => engine.makeCitationCluster(cluster.citationItems));
    const made = engine.makeBibliography();
    const empty = made ? new Set(made[0].bibliography_errors.map((error) => error.itemID)) : new Set();
    const ids = made ? made[0].entry_ids.map((list) => list[0]).filter((id) => !empty.has(id)) : [];
    const bibliography = made ? made[1].map((text, idx) => [ids[idx], text.trim()]) : [];
    console.log(JSON.stringify({ style, bibliography, citations }));
  } catch (error) {
    console.log(JSON.stringify({ style, error: String(error && error.stack ? error.stack : error) }));
  }
}
