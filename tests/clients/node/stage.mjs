// A client from npm on a stage: runs what a test writes for it, and keeps what the client really sent.
//
// One JSON line in ({"script": "…", "named": {…}}), one out ({"value": …} or {"error": …}, "sent": […]). A script sees
// what is named, `client`, `made(given)` for another one, and `unreachable`: parts of addresses where nobody answers.
import { createInterface } from "node:readline";

const [, , cast, settings] = process.argv;
const given = JSON.parse(settings);
const network = globalThis.fetch;
let sent = [];
let unreachable = [];

globalThis.fetch = async (asked, options) => {
  const request = new Request(asked, options);
  const line = {
    method: request.method,
    url: request.url,
    headers: Object.fromEntries(request.headers),
    body: await request.clone().text(),
  };
  sent.push(line);
  if (unreachable.some((part) => request.url.includes(part))) throw new TypeError("fetch failed");
  const answer = await network(request);
  line.status = answer.status;
  line.answered = Object.fromEntries(answer.headers);
  return answer;
};

const { made } = await import(cast);
const client = await made(given);
const Script = Object.getPrototypeOf(async () => {}).constructor;

for await (const line of createInterface({ input: process.stdin })) {
  sent = [];
  unreachable = [];
  const { script, named } = JSON.parse(line);
  const scene = { client, given, made, unreachable, ...named };
  let told;
  try {
    const run = new Script(...Object.keys(scene), script);
    told = { value: (await run(...Object.values(scene))) ?? null };
  } catch (error) {
    told = { error: shown(error) };
  }
  process.stdout.write(`${JSON.stringify({ ...told, sent })}\n`);
}

// A refusal as the client tells it: fhir-kit-client has status and body, Medplum the outcome alone.
function shown(error) {
  return {
    name: error.name,
    message: String(error.message),
    outcome: error.response?.data ?? error.outcome ?? null,
  };
}
