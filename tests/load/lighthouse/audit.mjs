// Lighthouse on pages that a browser is signed in to: `node audit.mjs '{"port": 9222, "urls": [...], "presets": [...], "runs": 3}'`.
// port: of that browser's debugger. Writes a line of JSON for each run of each page.
import process from "node:process";
import lighthouse, { desktopConfig } from "lighthouse";

const { port, urls, presets, runs } = JSON.parse(process.argv[2]);
const CATEGORIES = ["performance", "best-practices", "accessibility"];
const CONFIGS = { desktop: desktopConfig, mobile: undefined };
/** Below it Lighthouse colours an audit. */
const GOOD = 0.9;
/** What a task of the page takes beyond it blocks. */
const LONG_US = 50_000;

for (const url of urls) {
  for (const preset of presets) {
    for (let run = 0; run < runs; run++) {
      const flags = { port, onlyCategories: CATEGORIES, output: "json", logLevel: "error" };
      const { lhr, artifacts } = await lighthouse(url, flags, CONFIGS[preset]);
      console.log(JSON.stringify({ url, preset, ...told(lhr), ownBlockedMs: ownBlockedMs(artifacts.Trace.traceEvents) }));
    }
  }
}

function told({ categories, audits, runtimeError, finalDisplayedUrl, environment }) {
  const counted = CATEGORIES.flatMap((name) => categories[name].auditRefs.filter(({ weight }) => weight > 0));
  const costly = Object.values(audits).filter(({ metricSavings }) => Object.values(metricSavings ?? {}).some((ms) => ms > 0));
  const ids = new Set([...counted.map(({ id }) => id), ...costly.map(({ id }) => id)]);
  return {
    shown: finalDisplayedUrl,
    error: runtimeError?.message ?? null,
    machine: environment.benchmarkIndex,
    blockedMs: audits["total-blocking-time"].numericValue ?? 0,
    scores: Object.fromEntries(CATEGORIES.map((name) => [name, Math.round(100 * (categories[name].score ?? 0))])),
    failing: [...ids]
      .map((id) => audits[id])
      .filter(({ score }) => score !== null && score < GOOD)
      .map(({ id, title, displayValue, details }) => ({ id, title, value: displayValue || where(details) })),
  };
}

/** The first elements that an audit names. */
function where(details) {
  const named = (details?.items ?? []).map(({ node }) => node?.selector).filter(Boolean);
  return named.slice(0, 3).join(", ");
}

/**
 * Total Blocking Time by the processor's clock instead of the one on the wall: what the page would block on a machine that does
 * nothing else. null: this browser does not tell.
 */
function ownBlockedMs(events) {
  const painted = events.findLast(({ name }) => name === "firstContentfulPaint");
  const tasks = events.filter(
    ({ name, pid, tid, ts, tdur }) =>
      name === "RunTask" && pid === painted?.pid && tid === painted.tid && ts >= painted.ts && tdur !== undefined,
  );
  if (tasks.length === 0) return null;
  return tasks.reduce((sum, { tdur }) => sum + Math.max(0, tdur - LONG_US), 0) / 1000;
}
