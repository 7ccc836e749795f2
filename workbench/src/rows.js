// Reads an answer while it comes: TSV or N-Triples, which have a line for each row.
const ESCAPES = { t: '\t', n: '\n', r: '\r', b: '\b', f: '\f' };
const TERM = /<<\(.*?\)>>|<[^>]*>|_:[^\s]+|"(?:[^"\\]|\\.)*"(?:@[\w-]+|\^\^<[^>]*>)?/g;
const XSD = 'http://www.w3.org/2001/XMLSchema#';
const NUMBERS = /#(decimal|double|float|integer|long|int|short|byte|(non)?(negative|positive)\w*|unsigned\w+)$/i;

function unescape(text) {
  return text.replace(/\\(?:u([\da-fA-F]{4})|U([\da-fA-F]{8})|(.))/gs, (_, four, eight, sign) =>
    sign ? (ESCAPES[sign] ?? sign) : String.fromCodePoint(parseInt(four ?? eight, 16)),
  );
}

// A term: its kind (`iri`, `text`, `number` or `other`), its value, and its language or datatype.
export function readTerm(text) {
  if (!text) return null;
  if (text.startsWith('<<')) return { kind: 'other', value: text };
  if (text.startsWith('<')) return { kind: 'iri', value: unescape(text.slice(1, -1)) };
  const literal = /^"((?:[^"\\]|\\.)*)"(?:@([\w-]+)|\^\^<([^>]*)>)?$/s.exec(text);
  if (literal) {
    const [, value, language, datatype] = literal;
    const number = NUMBERS.test(datatype ?? '') && datatype.startsWith(XSD);
    return { kind: number ? 'number' : 'text', value: unescape(value), language, datatype };
  }
  if (/^[+-]?[\d.]+(?:[eE][+-]?\d+)?$/.test(text)) return { kind: 'number', value: text };
  if (text === 'true' || text === 'false') return { kind: 'text', value: text, datatype: `${XSD}boolean` };
  return { kind: 'other', value: text };
}

// Yields each row; the first of a table are its variables. What is cut off is an error.
export async function* readLines(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      const lines = (rest + value).split('\n');
      rest = lines.pop();
      yield* lines;
    }
    if (rest) yield rest;
  } finally {
    reader.cancel().catch(() => {});
  }
}

export function readRow(line) {
  return line.split('\t').map(readTerm);
}

export function readTriple(line) {
  return (line.match(TERM) ?? []).slice(0, 3).map(readTerm);
}
