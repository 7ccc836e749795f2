// Asks a query and collects as much of the answer as can be worked with on a page.
import { readLines, readRow, readTriple } from './rows.js';

const MOST_ROWS = 10_000;
const MOST_CHARACTERS = 16_000_000;
const ACCEPT = 'text/tab-separated-values, application/n-triples';

export class Refused extends Error {
  constructor(problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

// Returns the columns and rows, or the truth; `whole` is whether they are all, `broken` whether it was cut off.
export async function ask(address, parameters, signal) {
  const started = performance.now();
  const response = await fetch(`${address}?${parameters}`, { headers: { Accept: ACCEPT }, signal });
  if (!response.ok) {
    const told = await response.json().catch(() => ({ title: response.statusText, detail: '', advice: '' }));
    throw new Refused(told);
  }
  const hints = response.headers.get('X-Hint');
  const answer = { columns: null, rows: [], whole: true, broken: false, hints: hints ? decodeURIComponent(hints) : '' };
  const graph = response.headers.get('Content-Type').startsWith('application/n-triples');
  if (graph) answer.columns = ['subject', 'predicate', 'object'];
  answer.form = graph ? 'graph' : 'solutions';
  let characters = 0;
  try {
    for await (const line of readLines(response)) {
      characters += line.length;
      if (answer.columns === null) {
        if (!line.startsWith('?') && ['true', 'false'].includes(line.trim())) answer.truth = line.trim() === 'true';
        answer.columns = answer.truth === undefined && line ? line.split('\t').map((name) => name.slice(1)) : [];
      } else if (answer.rows.length >= MOST_ROWS || characters > MOST_CHARACTERS) {
        answer.whole = false;
        break;
      } else if (!graph) {
        answer.rows.push(readRow(line));
      } else if (line) {
        answer.rows.push(readTriple(line));
      }
    }
  } catch (error) {
    if (signal.aborted) throw error;
    answer.broken = true;
  }
  answer.seconds = (performance.now() - started) / 1000;
  return answer;
}
