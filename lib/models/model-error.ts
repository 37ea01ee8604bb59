/** Why a model does not load or run; each has words in messages/<language>/models.json under "problems". */
export const MODEL_PROBLEMS = [
  /** Not ONNX at all. */
  "not_onnx",
  /** ONNX, but cut off or damaged. */
  "corrupt",
  /** Its operator set is newer than the runtime knows. `detail`: the version. */
  "opset",
  /** It uses an operator that the runtime does not have. `detail`: its name. */
  "operator",
  /** The browser gives no more memory. */
  "memory",
  /** Larger than a browser can take. */
  "too_large",
  /** Weights lie in a second file, which was not given. */
  "external_data",
  /** No adapter knows its inputs and outputs. */
  "layout",
  /** Its outputs are not what the chosen adapter expects. */
  "outputs",
  /** The file could not be fetched. */
  "network",
  /** What was fetched is not what the catalogue names. */
  "hash",
  /** The item's media could not be fetched or decoded. */
  "media",
  /** Whatever else the runtime said: `detail`. */
  "failed",
] as const;
export type ModelProblem = (typeof MODEL_PROBLEMS)[number];

export class ModelError extends Error {
  readonly problem: ModelProblem;
  readonly detail: string | null;

  constructor(problem: ModelProblem, detail: string | null = null, options?: ErrorOptions) {
    super(detail ? `${problem}: ${detail}` : problem, options);
    this.name = "ModelError";
    this.problem = problem;
    this.detail = detail;
  }
}
