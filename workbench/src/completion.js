// Completes terms that the data hold, by their names in any language or by prefixed name.
import { say } from './dom.js';
import { loadTerms, shorten } from './terms.js';

const BEFORE = /[\p{L}\p{N}_?$:.-]+$/u;
const MOST = 40;
const KEYWORDS = [
  ...['SELECT', 'DISTINCT', 'WHERE', 'FILTER', 'OPTIONAL', 'ORDER BY', 'GROUP BY', 'HAVING', 'LIMIT', 'OFFSET'],
  ...['VALUES', 'BIND', 'UNION', 'MINUS', 'GRAPH', 'EXISTS', 'NOT EXISTS', 'PREFIX', 'ASK', 'CONSTRUCT', 'DESCRIBE'],
  ...['FROM', 'FROM NAMED', 'DESC', 'ASC', 'LANG', 'LANGMATCHES', 'STR', 'CONTAINS', 'REGEX', 'COUNT', 'SUM'],
  ...['AVG', 'MIN', 'MAX', 'SAMPLE', 'GROUP_CONCAT', 'COALESCE', 'BOUND', 'YEAR', 'STRSTARTS', 'LCASE', 'IF'],
];

export function completeFrom(search, language) {
  let known = null;
  let prefixes = {};
  const found = new Map();

  async function readTerms() {
    if (known?.length) return known;
    const told = await loadTerms();
    ({ prefixes } = told);
    known = [
      ...told.classes.map((term) => describe(term, 'class')),
      ...told.properties.map((term) => describe(term, 'property')),
      ...told.codes.map((term) => describe(term, 'code')),
    ];
    return known;
  }

  async function searchThings(text, signal) {
    if (text.length < 3) return { things: [] };
    if (!found.has(text)) {
      const response = await fetch(`${search}?${new URLSearchParams({ q: text })}`, { signal });
      const { things, misspelt } = response.ok ? await response.json() : { things: [] };
      const likely = things.filter((thing) => !['claim', 'quote'].includes(thing.kind)).map(describeThing);
      found.set(text, { misspelt, things: likely });
    }
    return found.get(text);
  }

  function describe({ name, labels, uses }, kind) {
    const names = Object.values(labels);
    return { name, kind, uses, shown: labels[language] ?? labels.en ?? names[0] ?? name, names };
  }

  function describeThing({ iri, label, names }) {
    const spelt = names.map((name) => name.text);
    const own = names.find((name) => name.language === language)?.text;
    return { name: shorten(iri, prefixes) ?? `<${iri}>`, kind: 'thing', uses: 0, shown: own ?? label, names: spelt };
  }

  // How well a term fits, and by which of its names: 3 it begins so, 2 a word of it does, 1 it is within.
  function rate(term, sought) {
    let best = { rank: 0, by: '' };
    for (const name of [term.shown, ...term.names, term.name, term.name.split(':').pop()]) {
      const at = fold(name).indexOf(sought);
      const rank = at < 0 ? 0 : at === 0 ? 3 : /[\p{L}\p{N}]/u.test(name[at - 1]) ? 1 : 2;
      if (rank > best.rank) best = { rank, by: name };
    }
    return best;
  }

  return async (context) => {
    const word = context.matchBefore(BEFORE);
    if (!word && !context.explicit) return null;
    const text = word?.text ?? '';
    if (isWithin(context.state, context.pos)) return null;
    const from = word?.from ?? context.pos;
    if (/^[?$]/.test(text)) return { from, options: listVariables(context, from), validFor: /^[?$]\w*$/ };
    if (text && /^\p{N}/u.test(text)) return null;
    const abort = new AbortController();
    context.addEventListener('abort', () => abort.abort());
    const place = findPlace(context.state.sliceDoc(0, from));
    let all = [];
    let things = [];
    let misspelt = false;
    try {
      [all, { things, misspelt }] = await Promise.all([readTerms(), searchThings(text, abort.signal)]);
    } catch {
      // Without suggestions a query can be written all the same.
    }
    if (context.aborted) return null;
    const sought = fold(text);
    const rated = all
      .filter((term) => !place || place === term.kind || (place === 'value' && term.kind === 'code'))
      .map((term) => ({ ...term, ...(sought ? rate(term, sought) : { rank: 1, by: '' }) }))
      .filter(({ rank }) => rank)
      .sort((a, b) => b.rank - a.rank || b.uses - a.uses)
      .slice(0, MOST);
    const told = new Set(rated.map(({ name }) => name));
    const useless = place === 'class' || place === 'property' || (misspelt && rated.length > 0);
    const fresh = useless ? [] : things.filter(({ name }) => !told.has(name)).map((it) => ({ ...it, ...rate(it, sought) }));
    const words = text && !text.includes(':') ? KEYWORDS.filter((word_) => word_.startsWith(text.toUpperCase())) : [];
    const options = [
      ...[...rated, ...fresh].map((term, at) => offer(term, prefixes, 99 - at)),
      ...words.map((label) => ({ label, boost: label === text.toUpperCase() ? 99 : -50 })),
    ];
    return options.length ? { from, options, filter: false } : null;
  };
}

function fold(text) {
  return text.toLocaleLowerCase('tr').replaceAll('ı', 'i').normalize('NFC');
}

function offer(term, prefixes, boost) {
  return {
    label: term.shown,
    displayLabel: [term.shown, ...(term.names.includes(term.by) && term.by !== term.shown ? [term.by] : [])].join(' · '),
    detail: term.shown === term.name ? '' : term.name,
    section: { name: say(`kind${term.kind}`), rank: ['class', 'property', 'code', 'thing'].indexOf(term.kind) },
    boost,
    apply(view, _completion, from, to) {
      const changes = [{ from, to, insert: term.name }];
      const prefix = /^([\w-]+):/.exec(term.name)?.[1];
      const text = view.state.doc.toString();
      if (prefix && !new RegExp(`^\\s*PREFIX\\s+${prefix}:`, 'im').test(text)) {
        changes.unshift({ from: findPrologue(text), insert: `PREFIX ${prefix}: <${prefixes[prefix]}>\n` });
      }
      const declared = changes.length > 1 ? changes[0].insert.length : 0;
      view.dispatch({
        changes,
        selection: { anchor: from + declared + term.name.length },
        userEvent: 'input.complete',
        scrollIntoView: true,
      });
    },
  };
}

// Comments at the beginning, such as the title of a stored query, stay there.
function findPrologue(text) {
  return /^(?:[ \t]*#[^\n]*\n|[ \t]*\n)*/.exec(text)[0].length;
}

function listVariables(context, from) {
  const names = new Set();
  for (const [name] of context.state.doc.toString().matchAll(/[?$]\w+/g)) names.add(name);
  names.delete(context.state.sliceDoc(from, context.pos));
  return [...names].sort().map((label) => ({ label, type: 'variable' }));
}

// In a comment, a text or an IRI nothing is completed.
function isWithin(state, at) {
  const line = state.doc.lineAt(at);
  const before = line.text.slice(0, at - line.from);
  const rest = before.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|<[^<>\s]*>/g, '');
  return /["'#]|<[^<>\s]+$/.test(rest);
}

// What stands at the end of a text by the tokens before it: a class, a property, a value, or anything.
function findPlace(text) {
  const tokens = text
    .replace(/#[^\n]*|"(?:[^"\\]|\\.)*"(?:@[\w-]+)?/g, (it) => (it[0] === '#' ? '' : ' "" '))
    .match(/[{}()[\].;,/|^*+]|<[^<>\s]*>|[^\s{}()[\];,/|^*+]+/g) ?? [];
  const last = tokens.at(-1) ?? '';
  const before = tokens.at(-2) ?? '';
  if (last === 'a' || /(^|:)type$/.test(last)) return 'class';
  if (last === ';' || last === '/' || last === '^') return 'property';
  if (/^[?$<]|:/.test(last)) {
    return ['', '.', '{', '}'].includes(before) || /^(optional|where)$/i.test(before) ? 'property' : 'value';
  }
  return '';
}
