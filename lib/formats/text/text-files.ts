import { textMedia } from "@/lib/media/text";
import { createFileNamer, splitExtension } from "../file-name";
import type { DatasetSource, Issue, OutFile } from "../format";

/** Beside the dataset, so that no reader takes them for a part of it. */
const FOLDER = "texts";

/** Every text as a file of its own, in UTF-8 and to the byte; nothing for other media. */
export async function* textFiles(source: DatasetSource): AsyncGenerator<OutFile | Issue> {
  const nameFile = createFileNamer("path");
  const encoder = new TextEncoder();
  for await (const event of source.events()) {
    if (event.type !== "item") continue;
    const { media, name: given, text } = event.item;
    if (media !== "text") return;
    if (text === undefined) continue;
    const ending = splitExtension(given)[1].slice(1).toLowerCase();
    const { name, issue } = nameFile(ending in textMedia.extensions ? given : `${given}.txt`);
    if (issue) yield issue;
    yield {
      path: `${FOLDER}/${name}`,
      content: { kind: "bytes", bytes: encoder.encode(text) },
      stored: false,
    };
  }
}
