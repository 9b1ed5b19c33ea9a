import type { Rolldown } from "vite";
import { expect, it } from "vitest";
import { viewPages } from "./viewPages";

const INDEX = `<!doctype html>
<html lang="en">
  <head>
    <script type="module" crossorigin src="/assets/first.js"></script>
    <link rel="stylesheet" crossorigin href="/assets/index.css">
  </head>
  <body>
    <div id="root"><p>Opening Pawsight…</p></div>
    <noscript>Pawsight needs JavaScript.</noscript>
  </body>
</html>
`;

const chunk = (fileName: string, imports: string[], facadeModuleId: string | null = null) => ({
  type: "chunk",
  fileName,
  imports,
  facadeModuleId,
});

function built(views: Record<string, string>) {
  const bundle = {
    "index.html": { type: "asset", fileName: "index.html", source: INDEX },
    first: chunk("assets/first.js", []),
    shared: chunk("assets/shared.js", ["assets/first.js"]),
    gallery: chunk("assets/gallery.js", ["assets/shared.js", "assets/first.js"], "/src/GalleryView.tsx"),
  };
  const written = new Map<string, string>();
  const { generateBundle } = viewPages(views);
  if (typeof generateBundle !== "object") throw new Error("the plugin writes nothing");
  void generateBundle.handler.call(
    {
      emitFile: ({ fileName, source }: { fileName: string; source: string }) => written.set(fileName, source),
    } as never,
    {} as never,
    bundle as unknown as Rolldown.OutputBundle,
    true,
  );
  return { index: bundle["index.html"].source, written };
}

it("names the scripts of a view and what they import, but not what every page loads", () => {
  const page = built({ gallery: "/src/GalleryView.tsx" }).written.get("gallery.html");

  expect(page?.match(/modulepreload[^>]*"\/assets\/\w+\.js"/g)).toHaveLength(2);
  expect(page).toContain(`href="/assets/gallery.js"`);
  expect(page).toContain(`href="/assets/shared.js"`);
  expect(page).toContain(`href="/api/auth/me"`);
});

it("leaves the page of every other path without them, its words above its styles", () => {
  const { index } = built({ gallery: "/src/GalleryView.tsx" });

  expect(index).not.toContain("modulepreload");
  expect(index).not.toContain("/api/auth/me");
  expect(index.indexOf("stylesheet")).toBeGreaterThan(index.indexOf("Opening"));
  expect(index.match(/stylesheet/g)).toHaveLength(1);
});

it("does not build a page for a view that no route loads", () => {
  expect(() => built({ gallery: "/src/Gone.tsx" })).toThrow("/src/Gone.tsx has no script of its own");
});
