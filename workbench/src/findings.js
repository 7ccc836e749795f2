// What the server says of the query while it is written: in the editor, and as a list below it.
import { linter, setDiagnostics } from '@codemirror/lint';
import { make, say } from './dom.js';

const WAIT = 500;

// Columns of the server are counted in characters, those of the editor in halves of some of them.
export function locate(doc, line, column) {
  const there = doc.line(Math.min(Math.max(line, 1), doc.lines));
  let at = there.from;
  for (const character of there.text) {
    if (column <= 1) break;
    at += character.length;
    column -= 1;
  }
  return Math.min(at, there.to);
}

export function lintFrom(address, list) {
  let asking = new AbortController();
  let shown = '';

  async function ask(view) {
    const query = view.state.doc.toString();
    asking.abort();
    asking = new AbortController();
    if (!query.trim()) return tell(view, []);
    try {
      const response = await fetch(`${address}?${new URLSearchParams({ query })}`, { signal: asking.signal });
      if (!response.ok) return [];
      const { notes } = await response.json();
      return tell(view, notes.map((note) => place(view.state.doc, note)));
    } catch {
      return [];
    }
  }

  function place(doc, note) {
    const from = locate(doc, note.line, note.column);
    const to = Math.max(from, locate(doc, note.end_line, note.end_column));
    return { from, to, severity: note.severity, message: note.message, line: note.line };
  }

  // The list stands for who sees no underlining, and leads to the place.
  function tell(view, notes) {
    const key = JSON.stringify(notes.map(({ message, line }) => [message, line]));
    if (key !== shown) {
      shown = key;
      list.replaceChildren(
        ...notes.map((note) => {
          const go = () => {
            view.dispatch({ selection: { anchor: note.from }, scrollIntoView: true });
            view.focus();
          };
          const button = make('button', { type: 'button', class: 'quiet', click: go });
          button.append(say('line', { number: note.line }));
          const text = make('span', { lang: 'en' }, note.message);
          return make('li', { class: note.severity }, button, ' ', text);
        }),
      );
    }
    list.hidden = !notes.length;
    return notes;
  }

  return {
    extension: linter(ask, { delay: WAIT }),
    // What an answer says is wrong with the query that was sent.
    show(view, { detail, line, column }) {
      const from = locate(view.state.doc, line, column);
      const word = view.state.sliceDoc(from, view.state.doc.lineAt(from).to).split(' ')[0];
      const note = { from, to: from + word.length, severity: 'error', message: detail, line };
      view.dispatch(setDiagnostics(view.state, [note]), { selection: { anchor: from }, scrollIntoView: true });
      tell(view, [note]);
    },
  };
}
