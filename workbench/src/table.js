// Rows as a table: by label, with links, sorted by any column, a page at a time.
import { make, say } from './dom.js';
import { shorten } from './terms.js';

const ON_A_PAGE = 50;
const MOST_SORTED = 3000;
const LONGEST = 600;

export function showTable({ columns, rows }, { labels, prefixes, space, root, language }) {
  const numeric = columns.map((_, at) => rows.some((row) => row[at]) && rows.every((row) => !row[at] || row[at].kind === 'number'));
  const head = make('tr');
  const body = make('tbody');
  const scroll = make('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': say('table') },
    make('table', { class: 'solutions' }, make('thead', {}, head), body));
  const range = make('span');
  const back = make('button', { type: 'button', class: 'quiet', click: () => turn(-1) }, say('back'));
  const on = make('button', { type: 'button', class: 'quiet', click: () => turn(1) }, say('next'));
  const pager = make('p', { class: 'pager' }, back, ' ', range, ' ', on);
  const collator = new Intl.Collator(language, { numeric: true });
  let order = rows;
  let page = 0;
  let sorted = { at: -1, down: false };

  columns.forEach((name, at) => {
    const button = make('button', { type: 'button', class: 'quiet', title: say('sort'), click: () => sort(at) }, name);
    head.append(make('th', { scope: 'col', class: numeric[at] ? 'numeric' : null }, button));
  });

  function sayTerm(term) {
    return term.kind === 'iri' ? labels.get(term.value) || shorten(term.value, prefixes) || term.value : term.value;
  }

  function link(iri) {
    if (iri.startsWith(space) && /^(?:(?:id|graph)\/|(?:ontology|shapes)(?![\w-]))/.test(iri.slice(space.length))) {
      return `${root}/${encodeURI(iri.slice(space.length))}`;
    }
    if (iri.startsWith(space)) return `${root}/sparql?${new URLSearchParams({ query: `DESCRIBE <${iri}>` })}`;
    return /^https?:\/\//i.test(iri) ? iri : null;
  }

  function cell(term, at) {
    const box = make('td', { class: numeric[at] ? 'numeric' : null });
    if (!term) return box.append(make('span', { class: 'none', title: say('unbound') }, '–')), box;
    const text = sayTerm(term);
    const shown = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
    const width = text.length <= 18 ? 'short' : text.includes(' ') ? null : 'long';
    if (term.kind === 'iri') {
      const href = link(term.value);
      const outside = href === term.value ? 'noopener nofollow' : null;
      box.append(href ? make('a', { href, title: term.value, class: width, rel: outside }, shown) : make('span', { class: width }, shown));
    } else if (term.kind === 'number') {
      box.append(make('span', { class: 'number' }, ...group(shown)));
    } else {
      box.append(make('span', { class: ['text', width].filter(Boolean).join(' '), lang: term.language }, shown));
      const note = term.language ?? (term.datatype ? (shorten(term.datatype, prefixes) ?? '') : '');
      if (note) box.append(' ', make('small', {}, note));
    }
    return box;
  }

  async function draw() {
    const shown = order.slice(page * ON_A_PAGE, (page + 1) * ON_A_PAGE);
    const fill = () => body.replaceChildren(...shown.map((row) => make('tr', {}, ...columns.map((_, at) => cell(row[at], at)))));
    fill();
    const first = page * ON_A_PAGE + 1;
    range.textContent = say('range', { first, last: first + shown.length - 1, all: order.length });
    back.disabled = page === 0;
    on.disabled = first + shown.length > order.length;
    pager.hidden = order.length <= ON_A_PAGE;
    const drawn = page;
    await labels.load(findIris(shown));
    if (page === drawn) fill();
  }

  function turn(step) {
    page += step;
    draw();
  }

  async function sort(at) {
    sorted = { at, down: sorted.at === at && !sorted.down };
    if (rows.length <= MOST_SORTED) await labels.load(findIris(rows.map((row) => [row[at]])));
    const sign = sorted.down ? -1 : 1;
    const keys = new Map(rows.map((row) => [row, row[at] ? (numeric[at] ? Number(row[at].value) : sayTerm(row[at])) : null]));
    const compare = (one, other) => (numeric[at] ? one - other : collator.compare(one, other));
    // What is not bound comes last, whichever way.
    order = [...rows].sort((row, next) => {
      const [one, other] = [keys.get(row), keys.get(next)];
      if (one === null || other === null) return (one === null) - (other === null);
      return sign * compare(one, other);
    });
    [...head.children].forEach((th, number) => {
      if (number === at) th.setAttribute('aria-sort', sorted.down ? 'descending' : 'ascending');
      else th.removeAttribute('aria-sort');
    });
    page = 0;
    await draw();
  }

  draw();
  return { element: make('div', {}, scroll, pager), numeric, sayTerm };
}

function findIris(rows) {
  return rows.flat().filter((term) => term?.kind === 'iri').map((term) => term.value);
}

// Thousands stand apart on the page; what is copied has no spaces in it.
function group(number) {
  const match = /^([+-]?)(\d{5,})(\.\d+)?$/.exec(number);
  if (!match) return [number];
  const [, sign, whole, fraction = ''] = match;
  const parts = whole.replace(/\B(?=(\d{3})+$)/g, ' ').split(' ');
  parts[0] = sign + parts[0];
  parts[parts.length - 1] += fraction;
  return parts.map((part) => make('span', {}, part));
}
