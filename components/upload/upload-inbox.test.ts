import { describe, expect, it } from "vitest";
import { createInbox, type UploadDesk } from "./upload-inbox";

const TARGET = { projectId: "p", mediaKind: "image" } as const;

function makeDesk() {
  const seen: string[] = [];
  const desk: UploadDesk = {
    add: (_target, files) => seen.push(`add ${files.length}`),
    openRecords: (_target, files) => seen.push(`records ${files.length}`),
  };
  return { desk, seen };
}

describe("the inbox of uploads", () => {
  it("keeps what comes before the desk, in order, and asks for the desk", () => {
    let loads = 0;
    const inbox = createInbox(() => {
      loads += 1;
    });
    inbox.add(TARGET, []);
    inbox.openRecords(TARGET, [new File([], "a.csv")]);
    expect(loads).toBe(2);
    const { desk, seen } = makeDesk();
    inbox.openDesk(desk);
    expect(seen).toEqual(["add 0", "records 1"]);
  });

  it("hands on at once what comes later, and asks for nothing", () => {
    let loads = 0;
    const inbox = createInbox(() => {
      loads += 1;
    });
    const { desk, seen } = makeDesk();
    inbox.openDesk(desk);
    inbox.prepare();
    inbox.add(TARGET, []);
    expect(seen).toEqual(["add 0"]);
    expect(loads).toBe(0);
  });

  it("keeps again once the desk is closed", () => {
    const inbox = createInbox(() => undefined);
    const first = makeDesk();
    inbox.openDesk(first.desk)();
    inbox.add(TARGET, []);
    const second = makeDesk();
    inbox.openDesk(second.desk);
    expect(first.seen).toEqual([]);
    expect(second.seen).toEqual(["add 0"]);
  });
});
