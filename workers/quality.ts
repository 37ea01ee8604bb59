import { measureQuality } from "@/lib/server/models/measure-quality";
import { qualityWorker } from "@/lib/server/models/quality-worker";
import { serveWorker } from "@/lib/server/workers/serve-worker";

serveWorker(qualityWorker, measureQuality);
