import { startServer } from "../e2e/support/server";
import { measureImport } from "./audio-import";
import type { Bench } from "./bench";
import { machine } from "./machine";
import { ownerCookie } from "./owner";

/** An hour of mp3: taken in by one built server. */
export const audioBench: Bench = {
  id: "audio",
  async run() {
    const before = machine();
    const server = await startServer();
    try {
      const { cookie } = await ownerCookie(server.url);
      const { figures } = await measureImport({ url: server.url, pid: server.pid(), cookie });
      return { machine: before, import: figures };
    } finally {
      await server.dispose();
    }
  },
};
