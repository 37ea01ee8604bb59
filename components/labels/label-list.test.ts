import { describe, expect, it } from "vitest";
import { readLabelList } from "@/components/labels/label-list";

describe("readLabelList", () => {
  it("takes one name a line, without bullets, quotes and empty lines", () => {
    const names = readLabelList('car\r\n - person \n\n"traffic light",\n').map(({ name }) => name);
    expect(names).toEqual(["car", "person", "traffic light"]);
  });

  it("takes one line with commas, but leaves commas in a list of lines", () => {
    expect(readLabelList("car, person").map(({ name }) => name)).toEqual(["car", "person"]);
    expect(readLabelList("car, red\nperson").map(({ name }) => name)).toEqual([
      "car, red",
      "person",
    ]);
  });

  it("marks what is there already or comes twice; case makes a difference", () => {
    const existing = [{ name: "car", color: "#e69f00", hotkey: "1" }];
    const list = readLabelList("car\nbus\nBus\nbus", existing);
    expect(list.map(({ problem }) => problem)).toEqual(["duplicate", null, null, "duplicate"]);
    expect(list[1]).toMatchObject({ color: "#56b4e9", hotkey: "2" });
  });

  it("marks names that are too long, and gives no key to the eleventh", () => {
    expect(readLabelList("x".repeat(201))[0]?.problem).toBe("tooLong");
    const eleven = readLabelList(Array.from({ length: 11 }, (_, i) => `label ${i}`).join("\n"));
    expect(eleven.map(({ hotkey }) => hotkey)).toEqual([..."1234567890", null]);
  });
});
