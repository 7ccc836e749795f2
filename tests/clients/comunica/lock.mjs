// Takes the addresses of sponsors out of the lock, which npm writes for each package.
import { readFileSync, writeFileSync } from 'node:fs';

const file = new URL('package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(file, 'utf8'));
for (const locked of Object.values(lock.packages)) {
  delete locked.funding;
}
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
