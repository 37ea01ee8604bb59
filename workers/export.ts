import { exportWorker } from "@/lib/server/export/export-worker";
import { runExport } from "@/lib/server/export/run-export";
import { serveWorker } from "@/lib/server/workers/serve-worker";

serveWorker(exportWorker, runExport);
