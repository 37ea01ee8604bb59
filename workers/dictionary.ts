import { dictionaryWorker } from "@/lib/server/models/dictionary-worker";
import { learnDictionary } from "@/lib/server/models/learn-dictionary";
import { serveWorker } from "@/lib/server/workers/serve-worker";

serveWorker(dictionaryWorker, learnDictionary);
