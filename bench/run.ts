import { agreementBench } from "./agreement";
import { audioBench } from "./audio";
import type { Bench } from "./bench";
import { canvasBench } from "./canvas";
import { dashboardBench } from "./dashboard";
import { exportBench } from "./export";
import { modelsBench } from "./models";
import { queueBench } from "./queue";
import { saveBench } from "./save";
import { scriptsBench } from "./scripts";
import { textBench } from "./text";
import { uploadBench } from "./upload";

/** Every measurement of `npm run bench -- <name>`. A new one is a file and a line here. */
const BENCHES: readonly Bench[] = [
  canvasBench,
  saveBench,
  queueBench,
  exportBench,
  uploadBench,
  scriptsBench,
  textBench,
  audioBench,
  modelsBench,
  agreementBench,
  dashboardBench,
];

const wanted = process.argv[2];
const bench = BENCHES.find(({ id }) => id === wanted);
if (!bench) {
  const ids = BENCHES.map(({ id }) => id).join("|");
  process.stderr.write(`usage: npm run bench -- ${ids}\n`);
  process.exit(2);
}
const result = await bench.run();
process.stdout.write(`${JSON.stringify({ bench: bench.id, ...result }, null, 2)}\n`);
