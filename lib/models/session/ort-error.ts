import { ModelError } from "../model-error";

/** Words of onnxruntime (1.30) and the problem that they mean; a group that is caught is the detail. */
const MEANINGS: readonly (readonly [RegExp, ConstructorParameters<typeof ModelError>[0]])[] = [
  [/Opset (\d+) is under development/, "opset"],
  [/No Op registered for (\S+)/, "operator"],
  [/Could not find an implementation for (\S+?)(?:\(\d+\))? node/, "operator"],
  [/(\S+?)\(-?\d+\) is not a registered function/, "operator"],
  // An operator that cannot take such numbers: the words say which.
  [/Type Error: /, "failed"],
  [/No opset import for domain/, "corrupt"],
  [
    /protobuf parsing failed|ModelProto|Invalid model|invalid model|ShapeInferenceError|Load model .* failed/,
    "corrupt",
  ],
  [
    /bad_alloc|exceeds the supported maximum|out of memory|Out of memory|OutOfMemory|memory access out of bounds|Array buffer allocation failed|Cannot enlarge memory|could not allocate|Failed to allocate/i,
    "memory",
  ],
  [/External data|external data|external initializer/i, "external_data"],
  [
    /Got invalid dimensions|Unexpected input data type|Missing Input|Invalid Feed Input|input '.*' is missing|Invalid rank/i,
    "layout",
  ],
];

/** What onnxruntime (or the engine around it) threw, as a problem that has words for a person. */
export function modelErrorOf(error: unknown): ModelError {
  if (error instanceof ModelError) return error;
  const message = error instanceof Error ? error.message : String(error);
  // WebAssembly that runs out of memory throws numbers: addresses of C++ exceptions.
  if (typeof error === "number") return new ModelError("memory", null, { cause: error });
  for (const [words, problem] of MEANINGS) {
    const found = words.exec(message);
    if (found) return new ModelError(problem, found[1] ?? shortened(message), { cause: error });
  }
  return new ModelError("failed", shortened(message), { cause: error });
}

/** Without codes and the places in the source where it went wrong. */
function shortened(message: string): string | null {
  const said = message.replace(/^.*ERROR_MESSAGE: /s, "").replace(/^\/\S+ .*?\) (?=[A-Z])/s, "");
  return said.slice(0, MAX_DETAIL) || null;
}

const MAX_DETAIL = 300;
