// Validates one file with shacl-engine, and prints what it took as JSON, as engine.py does.
// The third argument is the folder of node_modules that has the engine.
import { createReadStream } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const [data, shapes, modules] = process.argv.slice(2)
const require = createRequire(pathToFileURL(`${modules}/`))
const load = async (name) => import(pathToFileURL(require.resolve(name)).href)

const { StreamParser } = await load('n3')
const { default: factory } = await load('@rdfjs/data-model')
const { default: datasets } = await load('@rdfjs/dataset')
const { Validator } = await load('shacl-engine')
const { validations } = await load('shacl-engine/sparql.js')

const read = async (path) => {
  const dataset = datasets.dataset()
  for await (const quad of createReadStream(path).pipe(new StreamParser({ factory }))) {
    dataset.add(quad)
  }
  return dataset
}

const start = performance.now()
const dataset = await read(data)
const middle = performance.now()
const validator = new Validator(await read(shapes), { factory, validations })
const report = await validator.validate({ dataset })
const end = performance.now()
console.log(JSON.stringify({
  load: (middle - start) / 1000,
  verdict: (end - middle) / 1000,
  conforms: report.conforms,
  results: report.results.length,
  cpu: process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6,
  memory: process.resourceUsage().maxRSS / 1024
}))
