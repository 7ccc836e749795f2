// What scripts add to the form for queries. Without them it sends the query all the same.
import { autocompletion } from '@codemirror/autocomplete';
import { completeFrom } from './completion.js';
import { make, say } from './dom.js';
import { openEditor, setText } from './editor.js';
import { lintFrom } from './findings.js';
import { openHistory } from './history.js';
import { openResults } from './results.js';

const form = document.querySelector('form.query');
const field = form.elements.query;
const { perspective } = form.elements;
const label = form.querySelector(`label[for="${field.id}"]`);
const { dataset: given } = form;
const language = document.documentElement.lang || 'en';

const notes = make('ul', { class: 'notes-on-query', 'aria-label': say('notes'), hidden: true, 'data-added': true });
const lint = lintFrom(given.lint, notes);
const view = openEditor(field, {
  label: label.textContent,
  run: () => form.requestSubmit(),
  extensions: [
    autocompletion({
      override: [completeFrom(given.search, language)],
      activateOnTypingDelay: 150,
      icons: false,
      maxRenderedOptions: 60,
    }),
    lint.extension,
  ],
});
const run = openResults({
  form,
  endpoint: given.endpoint,
  map: given.map,
  root: given.root,
  space: given.space,
  formats: JSON.parse(given.formats),
  language,
  refused: (problem) => problem.line && lint.show(view, problem),
});
const history_ = openHistory(({ query, perspective: chosen = '' }) => {
  setText(view, query);
  if (perspective) perspective.value = chosen;
  view.focus();
});

view.dom.getRootNode().host.after(notes);
form.after(history_.element);
label.removeAttribute('for');
label.addEventListener('click', () => view.focus());

// What the server has answered on this page makes way for what is answered here.
function clear() {
  const kept = form.closest('section') ?? form;
  for (const part of [...document.querySelector('main').children]) {
    const stays = part.contains(form) || part === kept || part.matches('h1, [data-added], #workbench');
    if (!stays && (part.compareDocumentPosition(form) & Node.DOCUMENT_POSITION_FOLLOWING)) part.remove();
  }
  document.querySelector('h1').textContent = say('title');
  document.title = `${say('title')} · azru-kg`;
}

async function answer() {
  const parameters = [...new FormData(form)].filter(([name, value]) => value && name !== 'provenance');
  clear();
  const address = `${form.action}?${new URLSearchParams(parameters)}`;
  if (address !== location.href) history.pushState(null, '', address);
  if (await run(new URLSearchParams(parameters))) history_.add(field.value, perspective?.value ?? '');
}

// Another button of the form has the query kept, and leads to where it is: here it is enough to tell.
const told = make('p', { role: 'status', 'data-added': true });
form.after(told);

async function link({ formAction }) {
  const parameters = [...new FormData(form)].filter(([, value]) => value);
  const headers = { Accept: 'application/json' };
  const response = await fetch(formAction, { method: 'POST', headers, body: new URLSearchParams(parameters) });
  const { address, detail } = await response.json();
  if (response.ok) told.replaceChildren(say('link'), ' ', make('a', { href: address }, address));
  else told.replaceChildren(make('span', { lang: 'en' }, detail));
}

form.addEventListener('submit', (event) => {
  // Rows with their sources are a page of the server, with footnotes.
  if (form.elements.provenance?.checked && !event.submitter?.hasAttribute('formaction')) return;
  event.preventDefault();
  if (event.submitter?.hasAttribute('formaction')) {
    link(event.submitter).catch(() => told.replaceChildren(say('unreachable')));
    return;
  }
  if (field.value.trim()) answer();
});
window.addEventListener('popstate', () => location.reload());

const downloads = document.querySelector('main > .downloads');
downloads?.after(
  make('p', { 'data-added': true }, make('button', { type: 'button', class: 'tab', click: answer }, say('interactive'))),
);
