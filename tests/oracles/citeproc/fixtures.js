// Runs the cases of crates/csl/tests/fixtures through citeproc-js.
//
//   node fixtures.js LOCALES FOLDER [--write] [NAME]...
//
// LOCALES is a folder with `locales-en-US.xml` and its like, FOLDER that of the cases; NAME is a file
// (`dates`) or a case (`dates/season`). Says where the expected texts are not those of citeproc-js;
// with `--write` it writes them down. Cases with a line `differs:` are never written: for them the
// program says when citeproc-js agrees after all. How cases are written stands in FOLDER/README.md.
"use strict";

const fs = require("fs");
const path = require("path");
const CSL = require("citeproc");

// ---------------------------------------------------------------------------------------------
// Cases: files of sections, the text of a section is indented by two blanks.

const EXPECTED = ["expect", "expect bibliography"];

function parse(text) {
  const lines = text.split("\n");
  const common = { sections: new Map() };
  const cases = [];
  let current = common;
  let section = null;
  lines.forEach((line, at) => {
    const heading = /^== (\S+)$/.exec(line);
    const start = /^([a-z][a-z ]*):(?: (.*))?$/.exec(line);
    if (heading) {
      current = { name: heading[1], sections: new Map(), start: at };
      section = null;
      cases.push(current);
    } else if (start) {
      section = { head: start[2] || "", lines: [], at };
      current.sections.set(start[1], section);
    } else if (line.startsWith("  ") && section) {
      section.lines.push(line.slice(2));
    } else if (line !== "" && !line.startsWith("#")) {
      throw new Error(`line ${at + 1}: expected a heading, a section or its text`);
    }
  });
  for (const one of cases) one.common = common;
  return { lines, cases };
}

function section(one, name) {
  return one.sections.get(name) || one.common.sections.get(name);
}

function json(one, name) {
  const found = section(one, name);
  return found && found.lines.filter((line) => line).map((line) => JSON.parse(line));
}

// A snippet becomes a style: what is no child of `style` is the layout of its citations.
function style(one) {
  const { head, lines } = section(one, "csl");
  let body = lines.join("\n");
  if (!/^\s*<(citation|bibliography|macro|locale)\b/.test(body)) {
    body = `<citation><layout>${body}</layout></citation>`;
  } else if (!body.includes("<citation")) {
    body = `<citation><layout><text variable="title"/></layout></citation>${body}`;
  }
  const kind = head.includes("class=") ? "" : ' class="in-text"';
  const info = "<info><title>T</title><id>t</id></info>";
  return `<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0"${kind} ${head}>${info}${body}</style>`;
}

function items(one) {
  return json(one, "items").map((item, idx) => ({ id: String.fromCharCode(97 + idx), type: "book", ...item }));
}

function cites(list) {
  return list.map((cite) => (typeof cite === "string" ? { id: cite } : { ...cite }));
}

// The citations of a case: each item by itself when it names none.
function clusters(one, isNote) {
  const found = json(one, "cites") || items(one).map((item) => [item.id]);
  return found.map((cluster, idx) => {
    const list = Array.isArray(cluster) ? cluster : cluster.cites;
    const note = cluster.note === undefined ? (isNote ? idx + 1 : 0) : cluster.note;
    return { id: `c${idx}`, note, cites: cites(list) };
  });
}

// ---------------------------------------------------------------------------------------------
// Texts.

function engine(one, locales) {
  const byId = new Map(items(one).map((item) => [item.id, JSON.stringify(item)]));
  const retrieveLocale = (lang) => {
    const file = path.join(locales, `locales-${lang}.xml`);
    return fs.existsSync(file) && fs.readFileSync(file, "utf8").replace(/^\uFEFF?<\?xml[^>]*\?>/, "");
  };
  const made = new CSL.Engine({ retrieveLocale, retrieveItem: (id) => JSON.parse(byId.get(id)) }, style(one));
  made.setOutputFormat("html");
  return made;
}

// Texts by citation after all of them were written, one after the other.
function write(made, citations) {
  const texts = new Map();
  const before = [];
  for (const { id, note, cites } of citations) {
    const citation = { citationID: id, citationItems: cites.map((cite) => ({ ...cite })), properties: { noteIndex: note } };
    const [, changed] = made.processCitationCluster(citation, before, []);
    for (const [, text, changedId] of changed) texts.set(changedId, text);
    before.push([id, note]);
  }
  return texts;
}

function entries(made) {
  const [, texts] = made.makeBibliography();
  return texts.map((text) =>
    text.replace(/^\s*<div class="csl-entry">/, "").replace(/<\/div>\s*$/, "").replace(/\n\s*/g, ""),
  );
}

function edited(one, locales) {
  const cited = new Map();
  let old = new Map();
  const out = [];
  for (const step of json(one, "edits")) {
    for (const [id, list] of Object.entries(step)) if (id !== "doc") cited.set(id, cites(list));
    const order = step.doc.map((place) => (typeof place === "string" ? [place, 0] : place));
    const texts = write(engine(one, locales), order.map(([id, note]) => ({ id, note, cites: cited.get(id) })));
    if (out.length > 0) out.push("--");
    order.forEach(([id], idx) => out.push(`${old.get(id) === texts.get(id) ? ".." : ">>"}[${idx}] ${texts.get(id)}`));
    old = texts;
  }
  return out;
}

// What citeproc-js makes of a case, by expected section.
function run(one, locales) {
  const wanted = EXPECTED.filter((name) => one.sections.has(name));
  if (json(one, "edits")) return new Map([["expect", edited(one, locales).map(visible)]]);
  const made = engine(one, locales);
  const ids = items(one).map((item) => item.id);
  const out = new Map();
  made.updateUncitedItems(ids);
  if (wanted.includes("expect") || section(one, "cites")) {
    const citations = clusters(one, made.opt.xclass === "note");
    const numbered = [...new Set(citations.flatMap((citation) => citation.cites.map((cite) => cite.id)))];
    if (numbered.some((id, idx) => id !== ids[idx])) out.set("order", ["items are not in the order they are cited in"]);
    const texts = write(made, citations);
    out.set("expect", citations.map(({ id }) => visible(texts.get(id))));
  }
  if (wanted.includes("expect bibliography")) out.set("expect bibliography", entries(made).map(visible));
  return out;
}

// Blanks at the ends of a line can be seen.
function visible(text) {
  return text === "" ? "(empty)" : text.replace(/^ | $/g, "␣");
}

// ---------------------------------------------------------------------------------------------

function main() {
  const args = process.argv.slice(2);
  const writing = args.includes("--write");
  const [locales, folder, ...names] = args.filter((arg) => arg !== "--write");
  const seen = { cases: 0, same: 0, differs: 0, written: 0, bad: 0 };
  for (const file of fs.readdirSync(folder).filter((name) => name.endsWith(".txt") && name !== "open.txt").sort()) {
    const area = file.slice(0, -4);
    const full = path.join(folder, file);
    const { lines, cases } = parse(fs.readFileSync(full, "utf8"));
    const edits = [];
    for (const one of cases) {
      const name = `${area}/${one.name}`;
      if (names.length > 0 && !names.includes(area) && !names.includes(name)) continue;
      seen.cases += 1;
      let found;
      try {
        found = run(one, locales);
      } catch (error) {
        found = new Map([["error", [String(error && error.stack ? error.stack : error)]]]);
      }
      let same = true;
      for (const [part, texts] of found) {
        const expected = one.sections.get(part);
        if (!expected && EXPECTED.includes(part)) continue;
        if (expected && expected.lines.join("\n") === texts.join("\n")) continue;
        same = false;
        if (one.sections.has("differs")) continue;
        if (writing && expected) {
          edits.push([expected, texts]);
          seen.written += 1;
          continue;
        }
        seen.bad += 1;
        console.log(`${name}: ${part}`);
        if (expected) for (const line of expected.lines) console.log(`  - ${line}`);
        for (const line of texts) console.log(`  + ${line}`);
      }
      seen.same += same ? 1 : 0;
      seen.differs += one.sections.has("differs") ? 1 : 0;
      if (same && one.sections.has("differs")) {
        console.log(`${name}: says that citeproc-js differs, but it does not`);
        seen.bad += 1;
      }
    }
    if (edits.length > 0) {
      for (const [expected, texts] of edits.sort((a, b) => b[0].at - a[0].at)) {
        lines.splice(expected.at + 1, expected.lines.length, ...texts.map((text) => `  ${text}`));
      }
      fs.writeFileSync(full, lines.join("\n"));
    }
  }
  console.log(`${seen.cases} cases: ${seen.same} as citeproc-js has them, ${seen.differs} deviations, ${seen.written} written`);
  process.exitCode = seen.bad > 0 ? 1 : 0;
}

main();
