// Prints a bibliography as citeproc-js sets it, one entry per line, in American English.
//
// usage: node bibliography.js RECORDS.json STYLE.csl LOCALES_DIRECTORY
"use strict";
const fs = require("fs");
const path = require("path");
const CSL = require("citeproc");

const [recordsPath, stylePath, locales] = process.argv.slice(2);
const records = JSON.parse(fs.readFileSync(recordsPath, "utf8"));
const byId = new Map(records.map((record) => [record.id, record]));
const system = {
  // citeproc-js asks for more locales than there are and takes `false` for an answer.
  retrieveLocale(language) {
    const file = path.join(locales, `locales-${language}.xml`);
    return fs.existsSync(file) ? fs.readFileSync(file, "utf8") : false;
  },
  retrieveItem: (id) => byId.get(id),
};
const engine = new CSL.Engine(system, fs.readFileSync(stylePath, "utf8"), "en-US");
engine.setOutputFormat("text");
engine.updateItems(records.map((record) => record.id));
const entries = engine.makeBibliography()[1].map((entry) => entry.trim());
process.stdout.write(entries.join("\n") + "\n");
