import { startServer } from "../e2e/support/server";
import { measureEditor } from "./audio-editor";
import { measureImport } from "./audio-import";
import type { Bench } from "./bench";
import { machine } from "./machine";
import { ownerCookie } from "./owner";

/** An hour of mp3: taken in by one built server, and opened in the editor. */
export const audioBench: Bench = {
  id: "audio",
  async run() {
    const before = machine();
    const server = await startServer();
    try {
      const { cookie } = await ownerCookie(server.url);
      const { url } = server;
      const { figures, recording } = await measureImport({ url, pid: server.pid(), cookie });
      const editor = await measureEditor({ url, cookie, recording });
      return { machine: before, import: figures, editor };
    } finally {
      await server.dispose();
    }
  },
};
