// Asks with Comunica: reads a list of { source, query } and writes the list of their answers, each a
// text: SPARQL results in JSON, or N-Quads. What Comunica warns of goes to standard error.
import { json, text } from "node:stream/consumers";

import { LoggerPretty } from "@comunica/logger-pretty";
import { QueryEngine } from "@comunica/query-sparql";

const RESULTS = "application/sparql-results+json";
const FORMATS = { bindings: RESULTS, boolean: RESULTS, quads: "application/n-quads" };

const engine = new QueryEngine();
const log = new LoggerPretty({ level: "warn" });

async function ask({ source, query }) {
  try {
    const answer = await engine.query(query, { sources: [source], log });
    const { data } = await engine.resultToString(answer, FORMATS[answer.resultType]);
    return await text(data);
  } catch (error) {
    throw new Error(`${query} over ${JSON.stringify(source)}`, { cause: error });
  }
}

const answers = [];
for (const task of await json(process.stdin)) {
  answers.push(await ask(task));
}
process.stdout.write(JSON.stringify(answers));
