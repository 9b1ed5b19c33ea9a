import type { Plugin, Rolldown } from "vite";

/**
 * Writes a page for each view: `index.html` that also names the scripts of the view and the question that every view begins with,
 * so the browser asks for all of it at once and not for one after the other. `index.html` itself is left for every other path.
 *
 * Styles go below the words that stand on the page until its script is there: they are seen at once.
 *
 * @param views the module of each page, by the page's name.
 */
export function viewPages(views: Readonly<Record<string, string>>): Plugin {
  return {
    name: "view-pages",
    generateBundle: {
      order: "post",
      handler(_, bundle) {
        const page = bundle["index.html"] as Rolldown.OutputAsset;
        const html = stylesBelow(String(page.source));
        page.source = html;
        for (const [name, module] of Object.entries(views)) {
          const scripts = scriptsOf(bundle, module).filter((file) => !html.includes(`/${file}"`));
          const hints = [
            ...scripts.map((file) => `<link rel="modulepreload" crossorigin href="/${file}">`),
            `<link rel="preload" as="fetch" crossorigin href="/api/auth/me">`,
          ];
          const source = html.replace("</head>", `  ${hints.join("\n    ")}\n  </head>`);
          this.emitFile({ type: "asset", fileName: `${name}.html`, source });
        }
      },
    },
  };
}

function stylesBelow(html: string): string {
  const styles = html.match(/ *<link rel="stylesheet"[^>]*>\n/g) ?? [];
  const rest = styles.reduce((left, one) => left.replace(one, ""), html);
  return rest.replace(/ *<noscript>/, `${styles.join("")}$&`);
}

/** A module's own script and all that it imports when it is loaded. */
function scriptsOf(bundle: Rolldown.OutputBundle, module: string): string[] {
  const chunks = Object.values(bundle).filter((one): one is Rolldown.OutputChunk => one.type === "chunk");
  const entry = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith(module));
  if (!entry) throw new Error(`${module} has no script of its own: is it loaded by a route?`);
  const found = new Set<string>();
  const follow = (file: string) => {
    if (found.has(file)) return;
    found.add(file);
    chunks.find(({ fileName }) => fileName === file)?.imports.forEach(follow);
  };
  follow(entry.fileName);
  return [...found];
}
