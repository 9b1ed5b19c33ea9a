// Lighthouse on pages that a browser is signed in to: `node audit.mjs '{"port": 9222, "urls": [...], "presets": [...], "runs": 3}'`.
// port: of that browser's debugger. Writes a line of JSON for each run of each page.
import process from "node:process";
import lighthouse, { desktopConfig } from "lighthouse";

const { port, urls, presets, runs } = JSON.parse(process.argv[2]);
const CATEGORIES = ["performance", "best-practices", "accessibility"];
const CONFIGS = { desktop: desktopConfig, mobile: undefined };
/** Below it Lighthouse colours an audit. */
const GOOD = 0.9;

for (const url of urls) {
  for (const preset of presets) {
    for (let run = 0; run < runs; run++) {
      const flags = { port, onlyCategories: CATEGORIES, output: "json", logLevel: "error" };
      const { lhr } = await lighthouse(url, flags, CONFIGS[preset]);
      console.log(JSON.stringify({ url, preset, ...told(lhr) }));
    }
  }
}

function told({ categories, audits, runtimeError, finalDisplayedUrl }) {
  const counted = CATEGORIES.flatMap((name) => categories[name].auditRefs.filter(({ weight }) => weight > 0));
  const costly = Object.values(audits).filter(({ metricSavings }) => Object.values(metricSavings ?? {}).some((ms) => ms > 0));
  const ids = new Set([...counted.map(({ id }) => id), ...costly.map(({ id }) => id)]);
  return {
    shown: finalDisplayedUrl,
    error: runtimeError?.message ?? null,
    scores: Object.fromEntries(CATEGORIES.map((name) => [name, Math.round(100 * (categories[name].score ?? 0))])),
    failing: [...ids]
      .map((id) => audits[id])
      .filter(({ score }) => score !== null && score < GOOD)
      .map(({ id, title, displayValue }) => ({ id, title, value: displayValue ?? "" })),
  };
}
