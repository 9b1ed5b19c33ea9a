// Types of the API and of the WebSocket's messages, out of the two schemas that Python exports with
// `python -m app.schema web/src/api`. `--check` writes nothing and fails when a file is stale.
import { readFile, writeFile } from "node:fs/promises";
import process from "node:process";
import { compile } from "json-schema-to-typescript";
import openapiTS, { astToString } from "openapi-typescript";

const api = new URL("../src/api/", import.meta.url);
const banner = (/** @type {string} */ source) =>
  `// Generated from ${source} by \`npm run generate\`. Do not edit.\n\n`;

async function restTypes() {
  const nodes = await openapiTS(new URL("openapi.json", api), { alphabetize: true });
  return banner("openapi.json") + astToString(nodes);
}

async function messageTypes() {
  /** @type {unknown} */
  const schema = JSON.parse(await readFile(new URL("messages.schema.json", api), "utf8"));
  dropFieldTitles(schema);
  return compile(/** @type {object} */ (schema), "Message", {
    bannerComment: banner("messages.schema.json"),
    format: true,
  });
}

/**
 * Pydantic gives each field a title, and each titled field would become a type of its own.
 * @param {unknown} node
 * @param {boolean} [isField]
 */
function dropFieldTitles(node, isField = false) {
  if (Array.isArray(node)) {
    for (const child of node) dropFieldTitles(child);
  } else if (typeof node === "object" && node !== null) {
    const record = /** @type {Record<string, unknown>} */ (node);
    if (isField) delete record.title;
    for (const [key, child] of Object.entries(record)) {
      if (key === "properties") for (const field of Object.values(child ?? {})) dropFieldTitles(field, true);
      else dropFieldTitles(child);
    }
  }
}

const generated = { "schema.d.ts": await restTypes(), "messages.ts": await messageTypes() };
const check = process.argv.includes("--check");
for (const [name, text] of Object.entries(generated)) {
  const file = new URL(name, api);
  if (!check) {
    await writeFile(file, text);
  } else if ((await readFile(file, "utf8")) !== text) {
    console.error(`src/api/${name} is stale: run \`npm run generate\` and commit it`);
    process.exitCode = 1;
  }
}
