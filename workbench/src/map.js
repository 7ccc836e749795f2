// Places and lines of the answer on land and water, without borders, as in the pictures of the server.
import { draw, make, say } from './dom.js';

const SHAPE = /^\s*(?:<[^>]*>\s*)?(POINT|LINESTRING|POLYGON|MULTIPOINT|MULTILINESTRING|MULTIPOLYGON)\s*Z?\s*(\(.*\))\s*$/is;
const MOST = 2000;

export function findShapes({ columns, rows }) {
  return columns.findIndex((_, at) => rows.some((row) => row[at]?.datatype?.endsWith('wktLiteral')));
}

// The lines of a shape: each a list of places, of which one alone is a point.
function readShape(text) {
  const [, kind, inside] = SHAPE.exec(text) ?? [];
  if (!kind) return [];
  const lines = [...inside.matchAll(/[^()]+/g)]
    .map(([part]) => part.split(',').map((pair) => pair.trim().split(/\s+/).map(Number)))
    .map((line) => line.filter(([x, y]) => Number.isFinite(x) && Number.isFinite(y)))
    .filter((line) => line.length);
  return kind.toUpperCase().endsWith('POINT') ? lines.flat().map((place) => [place]) : lines;
}

// The equidistant conic projection, as the server has it.
function makeProjection({ meridian, south, north, scale, left, top }) {
  const radians = Math.PI / 180;
  const share = (Math.cos(south * radians) - Math.cos(north * radians)) / ((north - south) * radians);
  const base = Math.cos(south * radians) / share;
  return ([longitude, latitude]) => {
    const radius = base + south * radians - latitude * radians;
    const angle = share * (longitude - meridian) * radians;
    return [(radius * Math.sin(angle) - left) * scale, (top - (base - radius * Math.cos(angle))) * scale];
  };
}

export async function showMap({ columns, rows }, at, sayTerm, address) {
  const response = await fetch(address);
  if (!response.ok) return make('p', {}, say('unreachable'));
  const { frames } = await response.json();
  const named = columns.findIndex((_, other) => other !== at && rows.some((row) => row[other]));
  const located = rows.filter((row) => row[at]);
  const shapes = located
    .slice(0, MOST)
    .flatMap((row) => readShape(row[at].value).map((line) => ({ line, name: row[named] ? sayTerm(row[named]) : '' })));
  const within = (frame) => {
    const project = makeProjection(frame);
    const holds = ([x, y]) => x > 0 && y > 0 && x < frame.width && y < frame.height;
    const placed = shapes.map(({ line, name }) => ({ name, points: line.map(project) }));
    return { frame, placed: placed.filter(({ points }) => points.some(holds)) };
  };
  const fitting = frames.map(within);
  const { frame, placed } = fitting.find((it) => it.placed.length === shapes.length) ?? fitting.at(-1);
  const svg = draw('svg', { viewBox: `0 0 ${frame.width} ${frame.height}`, role: 'img', 'aria-label': say('mapped') });
  svg.append(draw('rect', { class: 'water', width: frame.width, height: frame.height }));
  if (frame.land) svg.append(draw('path', { class: 'land', d: frame.land }));
  for (const { points, name } of placed) {
    const [[x, y]] = points;
    const path = points.map((point) => point.map((it) => it.toFixed(1)).join(',')).join(' ');
    const mark = points.length > 1 ? draw('polyline', { points: path }) : draw('circle', { cx: x, cy: y, r: 4 });
    mark.append(draw('title', {}, name));
    svg.append(mark);
  }
  const left = shapes.length - placed.length;
  const cut = located.length > MOST ? say('barsleft', { shown: MOST, all: located.length }) : '';
  const notes = [cut, say('mapnote'), left ? say('unmapped', { number: left }) : '', frame.land ? '' : say('nocoast')];
  const box = make('div', { class: 'chart map', tabindex: '0', role: 'region', 'aria-label': say('asmap') }, svg);
  return make('div', {}, box, make('p', { class: 'hint' }, notes.filter(Boolean).join(' ')));
}
