import type { Confidence, FileTree } from "../format";
import { findRecordFiles, isRecord } from "../text/json-records";
import { namedFormat } from "../text/label-file";

export async function detectProdigy(files: FileTree): Promise<Confidence> {
  const paths = await findProdigyFiles(files);
  const named = await namedFormat(files);
  const [first] = paths;
  if (named === "prodigy" && first !== undefined) {
    return { score: 1, why: "The label file says that it was written for Prodigy." };
  }
  if (first === undefined || named !== null) {
    return { score: 0, why: "No file has Prodigy's texts with spans, tokens or answers." };
  }
  return { score: 0.9, why: `${first} has texts with Prodigy's spans, tokens or answers.` };
}

export function findProdigyFiles(files: FileTree): Promise<string[]> {
  return findRecordFiles(files, isProdigyRecord);
}

export const ANSWERS: ReadonlySet<unknown> = new Set(["accept", "reject", "ignore"]);

function isProdigyRecord(value: unknown): boolean {
  if (!isRecord(value) || typeof value["text"] !== "string") return false;
  const { spans, tokens, answer, cats, _input_hash: hash } = value;
  if (Array.isArray(spans) || Array.isArray(tokens) || ANSWERS.has(answer)) return true;
  return typeof hash === "number" || (isRecord(cats) && !("label" in value));
}
