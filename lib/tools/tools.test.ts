import { describe, expect, test } from "vitest";
import english from "@/messages/en/tools.json";
import spanish from "@/messages/es/tools.json";
import { testTool } from "./conformance";
import { TOOL_IDS, toolOf } from "./tools";

describe.each(TOOL_IDS)("%s", (id) => {
  testTool(toolOf(id));

  test("is listed under its own id and has a name and a hint in both languages", () => {
    const tool = toolOf(id);
    expect(tool.id).toBe(id);
    for (const key of [tool.title, tool.hint(tool.start)]) {
      expect(textAt(english, key), key).toBeTypeOf("string");
      expect(textAt(spanish, key), key).toBeTypeOf("string");
    }
  });
});

function textAt(catalogue: object, key: string): unknown {
  return key
    .split(".")
    .reduce<unknown>(
      (node, part) => (node as Record<string, unknown> | undefined)?.[part],
      catalogue,
    );
}
