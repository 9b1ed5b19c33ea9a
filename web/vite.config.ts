import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";
import { viewPages } from "./scripts/viewPages.ts";

const backend = process.env.PAWSIGHT_BACKEND ?? "http://127.0.0.1:8000";

const TEXT = /\.(js|css|html)$/;
/** A smaller file is one packet in any case. */
const PACKED_FROM = 1000;

/** Lays `x.js.gz` beside each `x.js`: what is packed once, as tightly as it goes, the server need not pack each time. */
function packed(): Plugin {
  return {
    name: "packed",
    apply: "build",
    async writeBundle({ dir = "" }, bundle) {
      for (const file of Object.values(bundle)) {
        const content = file.type === "chunk" ? file.code : file.source;
        if (!TEXT.test(file.fileName) || content.length < PACKED_FROM) continue;
        await writeFile(join(dir, `${file.fileName}.gz`), gzipSync(content, { level: 9 }));
      }
    },
  };
}

/** What `src/app/router.tsx` loads for the views of the navigation. `live` is the page of `/`. */
const VIEWS = {
  live: "/src/live/LiveView.tsx",
  gallery: "/src/gallery/GalleryView.tsx",
  analytics: "/src/analytics/AnalyticsView.tsx",
  routines: "/src/routines/RoutinesView.tsx",
  settings: "/src/settings/SettingsView.tsx",
};

export default defineConfig({
  plugins: [react(), tailwindcss(), viewPages(VIEWS), packed()],
  build: {
    target: "es2022",
    // The page's Content-Security-Policy allows no `data:` fonts, so nothing is inlined.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        // HTTP/1.1 fetches six files at a time, each for a round trip: what every view needs is one file, and what several need
        // is not cut into crumbs.
        codeSplitting: {
          groups: [
            { name: "first", tags: ["$initial"], priority: 1 },
            { name: "shared", minShareCount: 2, entriesAware: true, entriesAwareMergeThreshold: 20_000 },
          ],
        },
      },
    },
  },
  server: {
    host: "127.0.0.1",
    proxy: {
      "/api": backend,
      "/readyz": backend,
      "/ws": { target: backend, ws: true },
    },
  },
  test: {
    environment: "jsdom",
    // On two cores the default is one process at a time: half as long again.
    pool: "threads",
    maxWorkers: "100%",
    setupFiles: ["src/test/setup.ts"],
    restoreMocks: true,
    unstubGlobals: true,
    sequence: { shuffle: true },
  },
});
