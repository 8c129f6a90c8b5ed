// Renders bibliographies and a document of citations in many styles with citeproc-js, to be compared
// with ours by `cargo run --release -p refsmith-csl --example agree`.
//
//   node agree.js OUT.jsonl STYLES LOCALES [--seconds LIMIT] [--first N] [--only NAME]... [--inputs FOLDER]
//
// Other works and citations are rendered with `--inputs`, a folder with `records.json`, `items.json`
// and `citations.json`; the example takes the same option.
//
// STYLES is a folder of `.csl` files, LOCALES one of `locales-en-US.xml` and its like. Every style
// gives one line of OUT:
//
//   {"style", "inputs", "seed": [[id, text], ...], "items": ..., "citations": [text, ...], "ms"}
//
// `seed` is the bibliography of references/records.json, `items` that of items.json after
// citations.json has been cited, each with an engine of its own; either is `null` when the style has
// no bibliography. What goes wrong stands in `errors`, by part. Styles come in a fixed shuffled order,
// so that the first lines are a fair sample. A style that is in OUT with the same inputs is not
// rendered again: the run can be stopped and taken up at any time. Styles are rendered in a child
// process, because citeproc-js is known to loop for ever; it is killed at the limit (60 s) of a style.
"use strict";

const childProcess = require("child_process");
const crypto = require("crypto");
const fs = require("fs");
const path = require("path");

function inputFiles(folder) {
  const file = (name) => path.join(folder || __dirname, name);
  return {
    seed: folder ? file("records.json") : path.join(__dirname, "../../../references/records.json"),
    items: file("items.json"),
    citations: file("citations.json"),
  };
}

function hash(...texts) {
  const sum = crypto.createHash("sha256");
  for (const text of texts) sum.update(text).update("\0");
  return sum.digest("hex");
}

// ---------------------------------------------------------------------------------------------
// The child: renders what it is told, one style per message.

function worker(locales, folder) {
  const CSL = require("citeproc");
  const inputs = inputFiles(folder);
  const read = (name) => JSON.parse(fs.readFileSync(inputs[name], "utf8"));
  const seed = read("seed");
  const clusters = read("citations");
  const items = inOrderOfCitation(read("items"), clusters);

  const texts = new Map();
  function locale(lang) {
    if (!texts.has(lang)) {
      const file = path.join(locales, `locales-${lang}.xml`);
      const text = fs.existsSync(file) && fs.readFileSync(file, "utf8");
      texts.set(lang, text && text.replace(/^\uFEFF?<\?xml[^>]*\?>/, ""));
    }
    return texts.get(lang);
  }
  setBlanks(CSL.Output.Formats.text);

  function engine(xml, list) {
    // A copy for every request: citeproc-js writes into what it is given.
    const byId = new Map(list.map((item) => [item.id, JSON.stringify(item)]));
    const system = { retrieveLocale: locale, retrieveItem: (id) => JSON.parse(byId.get(id)) };
    const made = new CSL.Engine(system, xml);
    made.setOutputFormat("text");
    return made;
  }

  function seedPart(xml) {
    const made = engine(xml, seed);
    made.updateItems(seed.map((item) => item.id));
    return { seed: bibliography(made) };
  }

  function itemsPart(xml) {
    const made = engine(xml, items);
    made.updateUncitedItems(items.map((item) => item.id));
    const inText = made.opt.xclass !== "note";
    const out = new Map();
    const before = [];
    for (const cluster of clusters) {
      const noteIndex = inText ? 0 : cluster.properties.noteIndex;
      const citation = {
        citationID: cluster.citationID,
        citationItems: cluster.citationItems.map((cite) => ({ ...cite })),
        properties: { noteIndex },
      };
      const [, changed] = made.processCitationCluster(citation, before, []);
      for (const [, text, id] of changed) out.set(id, clean(text));
      before.push([cluster.citationID, noteIndex]);
    }
    const citations = clusters.map((cluster) => out.get(cluster.citationID));
    return { items: bibliography(made), citations };
  }

  process.on("message", (file) => {
    const xml = fs.readFileSync(file, "utf8");
    const started = Date.now();
    const line = {};
    for (const [name, part] of [["seed", seedPart], ["items", itemsPart]]) {
      try {
        Object.assign(line, part(xml));
      } catch (error) {
        line.errors = { ...line.errors, [name]: String(error && error.stack ? error.stack : error) };
      }
    }
    line.ms = Date.now() - started;
    process.send(line);
  });
}

// The order in which the works of a document are numbered: as cited, then those not cited.
function inOrderOfCitation(items, clusters) {
  const cited = clusters.flatMap((cluster) => cluster.citationItems.map((cite) => cite.id));
  const place = new Map([...new Set(cited)].map((id, idx) => [id, idx]));
  const at = (item) => (place.has(item.id) ? place.get(item.id) : cited.length);
  return items.map((item, idx) => [at(item), idx, item]).sort((a, b) => a[0] - b[0] || a[1] - b[1]).map((row) => row[2]);
}

// The text output sets blocks apart in its own way; here, as in our plain text, by one blank.
function setBlanks(format) {
  const apart = (state, text) => `\u0001${text}\u0001`;
  format["@display/block"] = apart;
  format["@display/indent"] = apart;
  format["@display/left-margin"] = (state, text) => `${text}\u0001`;
  format["@display/right-inline"] = (state, text) => text;
}

function clean(text) {
  return text.replace(/\s*\u0001[\s\u0001]*/g, " ").replace(/\s*\n\s*/g, " ").trim();
}

function bibliography(engine) {
  const made = engine.makeBibliography();
  if (!made) return null;
  const [info, texts] = made;
  const empty = new Set(info.bibliography_errors.map((error) => error.itemID));
  let ids = info.entry_ids.map((list) => list[0]);
  if (ids.length !== texts.length) ids = ids.filter((id) => !empty.has(id));
  return texts.map((text, idx) => [ids[idx], clean(text)]);
}

// ---------------------------------------------------------------------------------------------
// The parent: goes through the styles, writes lines, kills a child that takes too long.

function options(args) {
  const found = { seconds: 60, first: Infinity, only: new Set(), inputs: "", rest: [] };
  for (let idx = 0; idx < args.length; idx += 1) {
    if (args[idx] === "--seconds") found.seconds = Number(args[(idx += 1)]);
    else if (args[idx] === "--first") found.first = Number(args[(idx += 1)]);
    else if (args[idx] === "--only") found.only.add(args[(idx += 1)]);
    else if (args[idx] === "--inputs") found.inputs = args[(idx += 1)];
    else found.rest.push(args[idx]);
  }
  if (found.rest.length !== 3) {
    console.error("usage: node agree.js OUT.jsonl STYLES LOCALES [--seconds LIMIT] [--first N] [--only NAME]... [--inputs FOLDER]");
    process.exit(2);
  }
  return found;
}

// What has been rendered, by style; the last line of a run that was killed may be half.
function done(out) {
  const found = new Map();
  if (!fs.existsSync(out)) return found;
  const text = fs.readFileSync(out, "utf8");
  for (const line of text.split("\n").filter((line) => line.endsWith("}"))) {
    try {
      const { style, inputs } = JSON.parse(line);
      found.set(style, inputs);
    } catch {
      // Half a line: that style is rendered again.
    }
  }
  if (text && !text.endsWith("\n")) fs.appendFileSync(out, "\n");
  return found;
}

function render(child, file, seconds) {
  return new Promise((resolve) => {
    const end = (line) => {
      clearTimeout(timer);
      child.removeAllListeners();
      resolve(line);
    };
    const timer = setTimeout(() => end({ errors: { all: `no answer after ${seconds} s` }, ms: seconds * 1000 }), seconds * 1000);
    child.once("message", end);
    child.once("exit", (code) => end({ errors: { all: `the process ended with ${code}` }, ms: 0 }));
    child.send(file);
  });
}

async function main() {
  const { seconds, first, only, inputs, rest } = options(process.argv.slice(2));
  const [out, styles, locales] = rest;
  const version = require("citeproc/package.json").version;
  const common = hash(version, ...Object.values(inputFiles(inputs)).map((file) => fs.readFileSync(file, "utf8")));
  const names = fs.readdirSync(styles).filter((name) => name.endsWith(".csl")).map((name) => name.slice(0, -4));
  const shuffled = names.map((name) => [hash("sample", name), name]).sort().map((pair) => pair[1]);
  const wanted = shuffled.slice(0, first).filter((name) => only.size === 0 || only.has(name));
  const have = done(out);
  let child = null;
  let count = 0;
  const started = Date.now();
  for (const style of wanted) {
    const file = path.join(styles, `${style}.csl`);
    const sum = hash(common, fs.readFileSync(file, "utf8")).slice(0, 16);
    count += 1;
    if (have.get(style) === sum) continue;
    if (!child || !child.connected) child = childProcess.fork(__filename, ["--worker", locales, inputs]);
    const line = await render(child, file, seconds);
    if (line.errors && line.errors.all) {
      child.kill("SIGKILL");
      child = null;
    }
    fs.appendFileSync(out, `${JSON.stringify({ style, inputs: sum, ...line })}\n`);
    if (count % 50 === 0) console.error(`${count}/${wanted.length}, ${Math.round((Date.now() - started) / 1000)} s`);
  }
  if (child) child.kill();
}

if (process.argv[2] === "--worker") worker(process.argv[3], process.argv[4]);
else main();
