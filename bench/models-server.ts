import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import { build, type Plugin } from "esbuild";

const RUNTIME = path.resolve("node_modules/onnxruntime-web/dist");
const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".ts": "text/javascript",
  ".wasm": "application/wasm",
};
/** As next.config.js sets them: without these there are no threads. */
const ISOLATION = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
};

/** The runtime finds its WebAssembly beside itself, and its threads run its own file: it stays one. */
const runtimeApart: Plugin = {
  name: "runtime-apart",
  setup(builder) {
    builder.onResolve({ filter: /^onnxruntime-web\// }, ({ path: name }) => ({
      path: `/runtime/ort.${name.split("/")[1]}.bundle.min.mjs`,
      external: true,
    }));
  },
};

export type Answers = (path: string) => Uint8Array | null;

/** A page with the runner, made from the sources; `answers` has whatever else it asks for. */
export async function serveModelsPage(answers: Answers) {
  const scripts = new Map<string, Uint8Array>();
  const { outputFiles } = await build({
    entryPoints: {
      page: "bench/models-page.ts",
      "model-worker": "lib/models/session/model-worker.ts",
      "media-worker": "lib/models/session/media-worker.ts",
    },
    outdir: "/",
    write: false,
    bundle: true,
    format: "esm",
    target: "es2023",
    define: { "process.env.NODE_ENV": '"production"' },
    minify: true,
    plugins: [runtimeApart],
  });
  for (const { path: name, contents } of outputFiles) scripts.set(name, contents);

  const server = http.createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const content = find(pathname);
    response.writeHead(content ? 200 : 404, {
      ...ISOLATION,
      "content-type": TYPES[path.extname(pathname)] ?? "application/octet-stream",
    });
    response.end(content);
  });

  function find(pathname: string): Uint8Array | null {
    if (pathname === "/page.html") {
      return Buffer.from('<!doctype html><script type="module" src="/page.js"></script>');
    }
    // The page asks for its workers by the names of their sources.
    const script = scripts.get(pathname.replace(/\.ts$/, ".js"));
    if (script) return script;
    if (pathname.startsWith("/runtime/")) {
      return fs.readFileSync(path.join(RUNTIME, path.basename(pathname)));
    }
    return answers(pathname);
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = address && typeof address === "object" ? address.port : 0;
  return {
    url: `http://localhost:${port}`,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
