// The terms that the data hold, and the prefixes; asked for when they are first needed.
const { dataset: addresses } = document.querySelector('form.query');
let asked = null;

export async function loadTerms() {
  asked ??= fetch(addresses.terms).then((response) => (response.ok ? response.json() : null));
  const terms = await asked.catch(() => null);
  if (!terms) asked = null;
  return terms ?? { prefixes: {}, classes: [], properties: [], codes: [] };
}

export function shorten(iri, prefixes) {
  for (const [prefix, space] of Object.entries(prefixes)) {
    const local = iri.slice(space.length);
    if (iri.startsWith(space) && /^[\p{L}\p{N}_][\p{L}\p{N}_-]*$/u.test(local)) return `${prefix}:${local}`;
  }
  return null;
}
