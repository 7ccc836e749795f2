// The editor in the place of the text field, which keeps the text for the form.
import { closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { bracketMatching, indentOnInput } from '@codemirror/language';
import { lintKeymap } from '@codemirror/lint';
import { EditorState, Prec } from '@codemirror/state';
import { EditorView, highlightActiveLineGutter, keymap, lineNumbers } from '@codemirror/view';
import { sparql } from 'codemirror-lang-sparql';
import { theme } from './theme.js';
import { make } from './dom.js';

// Where text is written over a selection, a browser would carry its looks along in `style`, which
// the policy of the page refuses: the editor does it itself.
const overwriting = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { main } = view.state.selection;
    if (event.inputType !== 'insertText' || event.isComposing || main.empty) return false;
    const insert = () =>
      view.state.update(view.state.replaceSelection(event.data), { userEvent: 'input.type', scrollIntoView: true });
    const handlers = view.state.facet(EditorView.inputHandler);
    if (!handlers.some((handle) => handle(view, main.from, main.to, event.data, insert))) view.dispatch(insert());
    event.preventDefault();
    return true;
  },
});

// Tab leaves the editor, as it leaves any field of a form.
export function openEditor(field, { label, run, extensions = [] }) {
  const host = make('div', { class: 'editor' });
  field.before(host);
  // What the editor styles itself with is adopted by a shadow root; a page may have no such styles.
  const root = host.attachShadow({ mode: 'open' });
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: field.value,
      extensions: [
        Prec.high(keymap.of([{ key: 'Mod-Enter', run: () => (run(), true) }])),
        lineNumbers(),
        highlightActiveLineGutter(),
        history(),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ 'aria-label': label, autocapitalize: 'off', spellcheck: 'false' }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) field.value = update.state.doc.toString();
        }),
        keymap.of([...closeBracketsKeymap, ...completionKeymap, ...lintKeymap, ...defaultKeymap, ...historyKeymap]),
        sparql(),
        theme,
        overwriting,
        ...extensions,
      ],
    }),
  });
  field.hidden = true;
  field.required = false;
  return view;
}

export function setText(view, text) {
  view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
}
