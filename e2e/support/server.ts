import { type ChildProcess, spawn } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";

const STARTUP_MS = 60_000;
const POLL_MS = 50;

export type TestServer = {
  url: string;
  dataDir: string;
  /** Of the process that runs now. */
  pid(): number;
  /** Ends the process as a power cut would; the data stay. */
  kill(): Promise<void>;
  /** Starts again on the same data and port. */
  restart(): Promise<void>;
  /** Ends it and removes its data. */
  dispose(): Promise<void>;
};

/** The built server, as `npm start` runs it, on an empty data folder of its own. */
export async function startServer(
  env: Record<string, string> | ((url: string) => Record<string, string>) = {},
): Promise<TestServer> {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), "trazo-e2e-"));
  const port = await freePort();
  const url = `http://localhost:${port}`;
  let child = await launch();

  async function launch(): Promise<ChildProcess> {
    const standalone = path.resolve(".next/standalone");
    const started = spawn(process.execPath, [path.join(standalone, "server.js")], {
      env: {
        ...process.env,
        NODE_ENV: "production",
        PORT: String(port),
        HOSTNAME: "127.0.0.1",
        TRAZO_DATA: dataDir,
        TRAZO_ROOT: standalone,
        ...(typeof env === "function" ? env(url) : env),
      },
      stdio: ["ignore", "ignore", "inherit"],
    });
    await waitUntilHealthy(url, started);
    return started;
  }

  async function kill(): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await ended;
  }

  return {
    url,
    dataDir,
    pid: () => child.pid ?? 0,
    kill,
    async restart() {
      await kill();
      child = await launch();
    },
    async dispose() {
      await kill();
      fs.rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function waitUntilHealthy(url: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + STARTUP_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`The server ended with code ${child.exitCode}.`);
    const response = await fetch(`${url}/api/health`).catch(() => null);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new Error(`The server did not answer within ${STARTUP_MS} ms.`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      const port = address && typeof address === "object" ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
