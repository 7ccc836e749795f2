// What things are called in the language of the page, asked for as they come into view.
import { readLines, readRow } from './rows.js';

const MOST = 300;
const NAMES = ['skos:prefLabel', 'rdfs:label', 'dcterms:title', 'schema:headline', 'foaf:name', 'schema:name'];

export function makeLabels(address, language) {
  const known = new Map();
  const ranks = new Map();

  function rate(name, tag) {
    const languages = [language, 'en', '', undefined];
    const at = languages.indexOf(tag);
    return name * 10 + (at < 0 ? languages.length : at);
  }

  async function look(iris) {
    const things = iris.map((iri) => `<${iri}>`).join(' ');
    const query = `SELECT ?thing ?name ?label { VALUES ?thing { ${things} } ?thing ?name ?label
      FILTER (?name IN (${NAMES.join(', ')})) }`;
    const body = new URLSearchParams({ query, format: 'tsv' });
    const response = await fetch(address, { method: 'POST', body });
    if (!response.ok) return;
    let first = true;
    for await (const line of readLines(response)) {
      if (!first) {
        const [thing, name, label] = readRow(line);
        const rank = rate(NAMES.findIndex((it) => name.value.endsWith(it.split(':')[1])), label.language);
        if (rank < (ranks.get(thing.value) ?? Infinity)) {
          ranks.set(thing.value, rank);
          known.set(thing.value, label.value);
        }
      }
      first = false;
    }
  }

  return {
    get: (iri) => known.get(iri),
    async load(iris) {
      const wanted = [...new Set(iris)].filter((iri) => !known.has(iri) && /^[^\s<>"{}|^`\\]+$/.test(iri));
      for (let at = 0; at < wanted.length; at += MOST) {
        const part = wanted.slice(at, at + MOST);
        try {
          await look(part);
        } catch {
          return;
        }
        // That a thing has no name is known, too.
        for (const iri of part) if (!known.has(iri)) known.set(iri, '');
      }
    },
  };
}
