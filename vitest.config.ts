import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: {
    alias: {
      "@": fileURLToPath(new URL(".", import.meta.url)),
      // As in next.config.js.
      "use-intl/format-message": "use-intl/format-message/format-only",
    },
    // `server-only` throws unless this condition says that the code runs on the server.
    conditions: ["react-server", "node"],
  },
  ssr: { resolve: { conditions: ["react-server", "node"] } },
  test: {
    server: { deps: { inline: ["use-intl"] } },
    include: ["{lib,db,app,components,scripts,workers}/**/*.test.{ts,tsx}"],
    setupFiles: ["lib/testing/property-seed.ts"],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
