import "server-only";
import { readText } from "@/db/queries/texts";
import type { Store } from "@/db/store";
import { AppError } from "./app-error";

/** Answers with the text of a text item, as UTF-8 and as plain text whatever it was called. `headers` has what all media send. */
export async function serveText(
  store: Store,
  { hash, headers, isHead }: { hash: string; headers: Headers; isHead: boolean },
): Promise<Response> {
  const text = await readText(store, hash);
  if (text === null) throw new AppError("not_found", "There is nothing here.");
  const bytes = new TextEncoder().encode(text);
  headers.set("content-type", "text/plain; charset=utf-8");
  headers.set("content-length", String(bytes.byteLength));
  headers.delete("accept-ranges");
  return new Response(isHead ? null : bytes, { headers });
}
