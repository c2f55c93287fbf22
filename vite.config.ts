import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/**
 * In the browser a contract is its paths and its types: the server has validated what it sends, and answers a wrong
 * shape with the path of the fault. So the schemas of capabilities are built by a silent twin of zod there, which saves
 * a phone 90 kB gzip (measured; stack.md, "Web"). A page that must parse by itself imports zod itself.
 */
const silentZod = (): Plugin => ({
  name: "silent-zod",
  enforce: "pre",
  resolveId(source, importer) {
    const isForCapability = source === "zod" && importer !== undefined && importer.startsWith(at("capabilities/"));
    return isForCapability ? at("web/shared/silent-zod.ts") : null;
  },
});

type Chunk = {
  readonly isEntry?: boolean;
  readonly imports?: readonly string[];
  readonly dynamicImports?: readonly string[];
};

/** Every file that a chunk may come to need, those behind dynamic imports too. */
function reachable(bundle: Readonly<Record<string, unknown>>, name: string, seen = new Set<string>()): Set<string> {
  if (seen.has(name)) return seen;
  seen.add(name);
  const { imports = [], dynamicImports = [] } = (bundle[name] ?? {}) as Chunk;
  for (const next of [...imports, ...dynamicImports]) reachable(bundle, next, seen);
  return seen;
}

/**
 * The checkpoint's page names what it loads after its first screen (the reader of codes with its WebAssembly, screens
 * beside the gate), and the worker's page its sections, so that the service worker keeps it with the page and a shift can
 * begin without a network. `later` is
 * a relation that no browser acts on: fetched at once, they would keep a slow network from the first screen.
 */
const namesLater = (): Plugin => ({
  name: "names-later",
  transformIndexHtml: {
    order: "post",
    handler(html, { path, bundle, chunk }) {
      const isOffline = path === "/checkpoint/index.html" || path === "/field/index.html";
      if (!isOffline || bundle === undefined || chunk === undefined) return [];
      const reads = path === "/checkpoint/index.html";
      const wasm = Object.keys(bundle).filter((name) => reads && name.endsWith(".wasm"));
      return [...reachable(bundle, chunk.fileName), ...wasm]
        .filter((name) => !html.includes(name))
        .map((name) => ({ tag: "link", attrs: { rel: "later", href: `/${name}` }, injectTo: "head" as const }));
    },
  },
});

/** Three entrances, one folder each: `/` signs in, `/command/` for centres, `/field/` for phones. */
export default defineConfig({
  root: at("web"),
  plugins: [silentZod(), react(), namesLater()],
  build: {
    outDir: at("dist/web"),
    emptyOutDir: true,
    // The oldest phones in use: WebView 87 of 2020 and its contemporaries.
    target: ["chrome87", "safari14"],
    reportCompressedSize: true,
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      input: {
        "sign-in": at("web/index.html"),
        command: at("web/command/index.html"),
        enterprise: at("web/enterprise/index.html"),
        field: at("web/field/index.html"),
        open: at("web/open/index.html"),
        resident: at("web/resident/index.html"),
        checkpoint: at("web/checkpoint/index.html"),
      },
    },
  },
});
