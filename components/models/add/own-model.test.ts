import { describe, expect, test } from "vitest";
import { parseClasses } from "./own-model";

describe("class names as people have them", () => {
  test.each([
    ["car\nbus\n\n truck ", ["car", "bus", "truck"]],
    ["0: car\n1: bus", ["car", "bus"]],
    ["0,car\r\n1,bus", ["car", "bus"]],
    ["- car\n- traffic light", ["car", "traffic light"]],
    ['["car", "bus"]', ["car", "bus"]],
    ['{"0": "car", "1": "bus"}', ["car", "bus"]],
    ["{not json", ["{not json"]],
    ["   ", []],
  ])("%j", (text, classes) => {
    expect(parseClasses(text)).toEqual(classes);
  });
});
