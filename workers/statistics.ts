import { countShapes } from "@/lib/server/statistics/count-shapes";
import { statisticsWorker } from "@/lib/server/statistics/statistics-worker";
import { serveWorker } from "@/lib/server/workers/serve-worker";

serveWorker(statisticsWorker, countShapes);
