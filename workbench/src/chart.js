// One column of numbers as bars, or as a line over years and days.
import { draw, make, say } from './dom.js';

const MOST = 60;
const WIDTH = 720;
const BAR = 24;
const DATE = /^-?\d{4}(?:-\d\d)?(?:-\d\d)?(?:T.*|Z)?$/;

export function showChart({ columns, rows }, numeric, sayTerm) {
  const figures = columns.map((_, at) => at).filter((at) => numeric[at]);
  if (!figures.length || rows.length < 2) return null;
  // A year is a number, too, but what the others stand over.
  const isDate = (at) => rows.every((row) => !row[at] || DATE.test(row[at].value));
  const value = pick('figure', figures, figures.find((at) => !isDate(at)) ?? figures[0]);
  const others = columns.map((_, at) => at);
  const over = pick('over', others, others.find((at) => isDate(at)) ?? others.find((at) => !numeric[at]) ?? 0);
  const box = make('div', { class: 'chart', tabindex: '0', role: 'region', 'aria-label': say('aschart') });
  const note = make('p', { class: 'hint' });

  function pick(name, choices, chosen) {
    const options = choices.map((at) => make('option', { value: at, selected: at === chosen }, columns[at]));
    return make('select', { id: `chart-${name}`, change: () => redraw() }, ...options);
  }

  function redraw() {
    const at = [Number(over.value), Number(value.value)];
    const points = rows
      .filter((row) => row[at[0]] && row[at[1]])
      .map((row) => ({ key: sayTerm(row[at[0]]), number: Number(row[at[1]].value) }))
      .filter(({ number }) => Number.isFinite(number));
    const line = points.length > 0 && points.every(({ key }) => DATE.test(key));
    const shown = line ? points : points.slice(0, MOST);
    const label = say('charted', { figure: columns[at[1]], over: columns[at[0]] });
    box.replaceChildren(line ? drawLine(shown, label) : drawBars(shown, label));
    note.textContent = shown.length < points.length ? say('barsleft', { shown: shown.length, all: points.length }) : '';
    note.hidden = !note.textContent;
  }

  redraw();
  const choose = make('p', { class: 'choose' },
    make('label', { for: value.id }, say('figure')), ' ', value, ' ',
    make('label', { for: over.id }, say('over')), ' ', over);
  return make('div', {}, choose, box, note);
}

function write(number) {
  return new Intl.NumberFormat(document.documentElement.lang || 'en', { notation: 'compact', compactDisplay: 'long', maximumSignificantDigits: 4 }).format(number);
}

function open(height, label) {
  return draw('svg', { viewBox: `0 0 ${WIDTH} ${height}`, role: 'img', 'aria-label': label });
}

function drawBars(points, label) {
  const svg = open(points.length * BAR + 8, label);
  const least = Math.min(0, ...points.map(({ number }) => number));
  const most = Math.max(0, ...points.map(({ number }) => number));
  const [left, right] = [220, WIDTH - 130];
  const x = (number) => left + ((number - least) / (most - least || 1)) * (right - left);
  points.forEach(({ key, number }, at) => {
    const y = at * BAR + 4;
    const name = key.length > 34 ? `${key.slice(0, 33)}…` : key;
    svg.append(
      draw('text', { class: 'key', x: left - 8, y: y + 16, 'text-anchor': 'end' }, name),
      draw('rect', { x: Math.min(x(0), x(number)), y: y + 3, width: Math.max(1, Math.abs(x(number) - x(0))), height: BAR - 8 }),
      draw('text', { class: 'value', x: x(Math.max(0, number)) + 6, y: y + 16 }, write(number)),
    );
  });
  return svg;
}

function drawLine(points, label) {
  const [top, bottom, left, right] = [16, 250, 120, WIDTH - 24];
  const svg = open(290, label);
  const times = points.map(({ key }) => Date.parse(/^-?\d{4}$/.test(key) ? `${key}-01-01` : key));
  const numbers = points.map(({ number }) => number);
  const [early, late] = [Math.min(...times), Math.max(...times)];
  const [least, most] = [Math.min(0, ...numbers), Math.max(...numbers)];
  const x = (time) => left + ((time - early) / (late - early || 1)) * (right - left);
  const y = (number) => bottom - ((number - least) / (most - least || 1)) * (bottom - top);
  for (const number of [least, (least + most) / 2, most]) {
    svg.append(
      draw('line', { class: 'rule', x1: left, x2: right, y1: y(number), y2: y(number) }),
      draw('text', { class: 'value', x: left - 8, y: y(number) + 4, 'text-anchor': 'end' }, write(number)),
    );
  }
  const order = times.map((_, at) => at).sort((a, b) => times[a] - times[b]);
  const path = order.map((at) => `${x(times[at]).toFixed(1)},${y(numbers[at]).toFixed(1)}`).join(' ');
  // Several figures of a day or year are no course of things: they stay marks.
  if (new Set(times).size === times.length) svg.append(draw('polyline', { points: path }));
  for (const at of order) {
    const mark = draw('circle', { cx: x(times[at]), cy: y(numbers[at]), r: 3.5 });
    mark.append(draw('title', {}, `${points[at].key}: ${write(numbers[at])}`));
    svg.append(mark);
  }
  for (const [at, anchor] of [[order[0], 'start'], [order.at(-1), 'end']]) {
    svg.append(draw('text', { class: 'key', x: x(times[at]), y: bottom + 24, 'text-anchor': anchor }, points[at].key.slice(0, 10)));
  }
  return svg;
}
