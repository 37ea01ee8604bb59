import type { Confidence, FileTree } from "../format";
import { namedFormat } from "../text/label-file";
import { columnsOf } from "./sentences";

const ENDINGS = /\.(conll|conllu|iob2?|bio|bioes|ner|tsv|txt)$/i;
/** Larger trees are told by the first files. */
const MAX_LOOKED_AT = 50;

export async function detectConll(files: FileTree): Promise<Confidence> {
  const named = await namedFormat(files);
  if (named !== null && named !== "conll") return { score: 0, why: `It was written as ${named}.` };
  const [first] = await findConllFiles(files);
  if (first === undefined) return { score: 0, why: "No file has tokens with IOB tags." };
  if (named !== null) return { score: 1, why: "The label file says that it was written as CoNLL." };
  return { score: 0.95, why: `${first} has a token and an IOB tag on each line.` };
}

/** The files of token lines, by path. */
export async function findConllFiles(files: FileTree): Promise<string[]> {
  const candidates = files.files().filter(({ path }) => ENDINGS.test(path));
  const looked = candidates.slice(0, MAX_LOOKED_AT);
  const isWritten = (await namedFormat(files)) === "conll";
  const found: string[] = [];
  for (const { path } of looked) {
    // A file written here may hold nothing but texts without words.
    const isOwn = isWritten && path.endsWith(".conll");
    if (isOwn || (await columnsOf(files, path).catch(() => null))) found.push(path);
  }
  return found.length === looked.length ? candidates.map(({ path }) => path) : found;
}
