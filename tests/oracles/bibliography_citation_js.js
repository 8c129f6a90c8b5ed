// Prints what citation-js reads from a file as CSL-JSON: bibliography_citation_js.js FILE bibtex|biblatex
const fs = require('fs')
const { Cite } = require('@citation-js/core')
require('@citation-js/plugin-bibtex')

const [path, dialect] = process.argv.slice(2)
const read = new Cite(fs.readFileSync(path, 'utf8'), { forceType: `@${dialect}/text` })
console.log(JSON.stringify(read.data))
