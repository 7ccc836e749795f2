// Runs the query here, and shows the answer below it: as a table, and as a chart where there are numbers.
import { Refused, ask } from './answer.js';
import { showChart } from './chart.js';
import { make, say } from './dom.js';
import { makeLabels } from './labels.js';
import { findShapes, showMap } from './map.js';
import { showTable } from './table.js';
import { loadTerms } from './terms.js';

export function openResults({ form, endpoint, map, root, space, formats, language, refused }) {
  const status = make('p', { class: 'summary', role: 'status' });
  const stop = make('button', { type: 'button', hidden: true, click: () => running?.abort() }, say('stop'));
  const box = make('section', { class: 'results', 'data-added': true, hidden: true, 'aria-label': say('answer') });
  const labels = makeLabels(endpoint, language);
  let running = null;

  form.after(box);
  form.querySelector('.actions').append(' ', stop);

  function write(number) {
    return new Intl.NumberFormat(language).format(number);
  }

  function links(parameters, form_) {
    const listed = formats[form_].flatMap(([label, name]) => [
      make('a', { href: `${endpoint}?${new URLSearchParams([...parameters, ['format', name]])}` }, label),
      ', ',
    ]);
    return make('p', { class: 'downloads' }, say('download'), ' ', ...listed.slice(0, -1), '.');
  }

  async function show(answer, parameters) {
    const seconds = new Intl.NumberFormat(language, { maximumSignificantDigits: 2 }).format(answer.seconds);
    const counted = { number: write(answer.rows.length), seconds };
    const said = answer.truth === undefined ? say(answer.whole ? 'counted' : 'cut', counted) : say('timed', counted);
    const parts = [status];
    if (answer.broken) parts.push(make('p', { class: 'hint' }, say('broken')));
    if (answer.hints) parts.push(make('p', { class: 'hint', lang: 'en' }, answer.hints));
    if (answer.truth !== undefined) {
      parts.push(make('p', { class: 'lead' }, make('strong', {}, say(answer.truth ? 'yes' : 'no'))));
    } else if (!answer.rows.length) {
      parts.push(make('p', {}, say('nothing')));
    } else {
      const { prefixes } = await loadTerms();
      const table = showTable(answer, { labels, prefixes, space, root, language });
      const shapes = findShapes(answer);
      const views = {
        astable: () => table.element,
        aschart: () => showChart(answer, table.numeric, table.sayTerm) ?? make('p', {}, say('nochart')),
        ...(shapes >= 0 && { asmap: () => showMap(answer, shapes, table.sayTerm, map) }),
      };
      parts.push(...choose(views));
    }
    parts.push(links(parameters, answer.form));
    // That it is there is said when it is.
    status.replaceChildren(said);
    box.replaceChildren(...parts);
  }

  // Buttons choose between the table and pictures, each of which is drawn when it is first wanted.
  function choose(views) {
    const drawn = {};
    const place = make('div');
    const buttons = Object.keys(views).map((name) =>
      make('button', { type: 'button', class: 'tab', click: () => turn(name), 'data-view': name }, say(name)),
    );
    async function turn(name) {
      for (const button of buttons) button.setAttribute('aria-pressed', String(button.dataset.view === name));
      drawn[name] ??= views[name]();
      const element = await drawn[name];
      if (buttons.some((it) => it.dataset.view === name && it.getAttribute('aria-pressed') === 'true')) {
        place.replaceChildren(element);
      }
    }
    turn('astable');
    return [make('p', { class: 'tabs' }, ...buttons), place];
  }

  function complain({ title, detail, advice }) {
    status.replaceChildren(make('strong', { lang: 'en' }, title));
    box.replaceChildren(status, make('p', { lang: 'en' }, detail), make('p', { lang: 'en' }, advice ?? ''));
  }

  return async function run(parameters) {
    running?.abort();
    const own = new AbortController();
    running = own;
    const started = performance.now();
    const tick = () => {
      const seconds = Math.floor((performance.now() - started) / 1000);
      status.textContent = `${say('running', { seconds })}. ${say('limit')}`;
    };
    box.hidden = false;
    box.replaceChildren(status);
    tick();
    const timer = setInterval(tick, 1000);
    stop.hidden = false;
    try {
      const answer = await ask(endpoint, parameters, own.signal);
      clearInterval(timer);
      await show(answer, parameters);
      return true;
    } catch (error) {
      if (running !== own) return false;
      if (error instanceof Refused) {
        complain(error.problem);
        refused(error.problem);
      } else {
        status.textContent = own.signal.aborted ? say('stopped') : say('unreachable');
      }
      return false;
    } finally {
      clearInterval(timer);
      if (running === own) stop.hidden = true;
    }
  };
}
