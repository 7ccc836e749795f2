// Puts the workbench and what it is built of into one file, with the licences of all that is in it.
import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { build } from 'esbuild';

const target = '../src/azru_kg/server/pages/static/built/workbench.js';
const options = {
  entryPoints: ['src/workbench.js'],
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'es2022',
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'warning',
};

const { metafile } = await build({ ...options, metafile: true, write: false });
const packages = new Set(
  Object.keys(metafile.inputs)
    .map((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1])
    .filter(Boolean),
);
const notices = [...packages].sort().map((name) => {
  const folder = `node_modules/${name}`;
  const file = readdirSync(folder).find((entry) => /^licen[cs]e(\.\w+)?$/i.test(entry));
  if (!file) throw new Error(`${name} has no file with its licence`);
  const { version } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  return `${name} ${version}\n\n${readFileSync(`${folder}/${file}`, 'utf8').trim()}`;
});
const notice = `This file holds parts of these packages.\n\n${notices.join('\n\n---\n\n')}`;
mkdirSync('../src/azru_kg/server/pages/static/built', { recursive: true });
await build({
  ...options,
  outfile: target,
  banner: { js: `/*!\n${notice.replaceAll('*/', '* /')}\n*/` },
});
