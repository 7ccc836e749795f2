// The queries of late, kept by this browser and by nobody else.
import { make, say } from './dom.js';

const KEY = 'azru-kg queries';
const MOST = 50;

function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter((it) => typeof it?.query === 'string') : [];
  } catch {
    return [];
  }
}

function write(kept) {
  try {
    localStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    // Where a browser keeps nothing, there is no history.
  }
}

// What a query is called: its first line that is neither a prefix nor empty, without the sign of a comment.
function name(query) {
  const line = query.split('\n').map((it) => it.trim()).find((it) => it && !/^(prefix|base)\b/i.test(it)) ?? query;
  const text = line.replace(/^#\+?\s*(summary:\s*)?/, '');
  return text.length > 90 ? `${text.slice(0, 89)}…` : text;
}

export function openHistory(restore) {
  const list = make('ul');
  const forget = make('button', { type: 'button', click: () => (write([]), draw()) }, say('forget'));
  const box = make('details', { class: 'history', 'data-added': true, toggle: draw },
    make('summary', {}, say('history')),
    make('p', { class: 'hint' }, say('historynote')),
    list, forget);

  function draw() {
    const kept = read();
    box.hidden = !kept.length;
    list.replaceChildren(
      ...kept.map((it) => {
        const when = new Date(it.at).toLocaleString(document.documentElement.lang || 'en', { dateStyle: 'medium', timeStyle: 'short' });
        const open = make('button', { type: 'button', class: 'quiet', click: () => restore(it) }, name(it.query));
        return make('li', {}, open, ' ', make('small', {}, when));
      }),
    );
  }

  draw();
  return {
    element: box,
    add(query, perspective) {
      const others = read().filter((it) => it.query !== query || (it.perspective ?? '') !== perspective);
      write([{ query, perspective, at: Date.now() }, ...others].slice(0, MOST));
      draw();
    },
  };
}
