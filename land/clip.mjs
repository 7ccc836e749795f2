// Writes the land that maps of azru-kg show: that of Natural Earth (public domain), as world-atlas
// has it, within some degrees of longitude and latitude. It has coasts and lakes' shores, no borders.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { geoIdentity, geoPath } from 'd3-geo';
import { feature } from 'topojson-client';

const BOX = [[-45, -5], [140, 84]];
const folder = '../src/azru_kg/pictures/built';
const topology = JSON.parse(readFileSync('node_modules/world-atlas/land-50m.json', 'utf8'));
const { version } = JSON.parse(readFileSync('node_modules/world-atlas/package.json', 'utf8'));
const land = feature(topology, topology.objects.land);
const path = geoPath(geoIdentity().clipExtent(BOX)).digits(2)(land);
// One ring of longitudes and latitudes in turns after the other.
const rings = path
  .split('M')
  .slice(1)
  .map((ring) => ring.replace('Z', '').split(/[L,]/).map(Number));
mkdirSync(folder, { recursive: true });
const source = `Natural Earth 1:50m land, public domain, by world-atlas ${version}`;
writeFileSync(`${folder}/land.json`, `${JSON.stringify({ source, rings })}\n`);
