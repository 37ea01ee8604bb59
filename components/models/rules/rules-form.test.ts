import { describe, expect, test } from "vitest";
import { textRuleSettingsSchema } from "@/lib/models/rules/text-rule";
import {
  type Entries,
  firstForm,
  patternProblem,
  patternRow,
  rulesDraft,
  rulesProblem,
  settingsOf,
} from "./rules-form";

const LABELS = [{ name: "PER" }, { name: "Ciudad" }, { name: "Fecha" }];
const ENTRIES: Entries = [
  { surface: "Rome", counts: { Ciudad: 2, PER: 1 }, unlabelled: 0 },
  { surface: "id", counts: { Code: 1 }, unlabelled: 3 },
];
const nameOf = (kind: string) => `any ${kind}`;
const first = () => firstForm(LABELS, { before: null, nameOf });

describe("rules as a form", () => {
  test("begin with what labels are named for", () => {
    const { english } = first();
    expect(english.person).toEqual({ isOn: true, name: "PER" });
    expect(english.date).toEqual({ isOn: true, name: "Fecha" });
    expect(english.amount).toEqual({ isOn: false, name: "any amount" });
  });

  test("have the classes of all that is wanted, each once", () => {
    const form = {
      ...first(),
      patterns: [patternRow({ name: " Code ", pattern: "[A-Z]\\d+" })],
    };
    const settings = settingsOf(form, ENTRIES);
    expect(settings.classes).toEqual(["PER", "Fecha", "Code", "Ciudad"]);
    expect(rulesProblem(form, settings)).toBeNull();
    const without = settingsOf({ ...form, usesDictionary: false }, ENTRIES);
    expect(without).toMatchObject({ classes: ["PER", "Fecha", "Code"], dictionary: null });
  });

  test("are the same when they are opened again", async () => {
    const form = {
      ...first(),
      patterns: [patternRow({ name: "Code", pattern: "\\d", ignoresCase: false })],
      ...{ letterCase: "exact" as const, minCount: 3 },
    };
    const described = { name: "Rules", version: "1", provenance: "" };
    const draft = rulesDraft(settingsOf(form, ENTRIES), described);
    const json = (await draft.assets["rules"]?.text()) ?? "";
    const before = textRuleSettingsSchema.parse(JSON.parse(json));
    const { patterns, ...rest } = firstForm([], { before, nameOf: () => "other" });
    const { patterns: given, ...expected } = form;
    expect(patterns).toEqual([{ ...given[0], key: expect.any(String) }]);
    expect(rest).toMatchObject({
      ...{ usesDictionary: true, letterCase: expected.letterCase, minCount: expected.minCount },
      english: { person: { isOn: true, name: "PER" }, amount: { isOn: false, name: "other" } },
    });
  });

  test("say what is wrong with them", () => {
    const form = { ...first(), usesDictionary: false };
    const wrong = (pattern: string, name = "Code") => {
      const patterns = [patternRow({ name, pattern })];
      return rulesProblem({ ...form, patterns }, settingsOf({ ...form, patterns }, []));
    };
    expect(wrong("(")).toBe("badRule");
    expect(wrong("")).toBe("badRule");
    expect(wrong("a", " ")).toBe("badRule");
    expect(wrong("a")).toBeNull();
    expect(patternProblem(patternRow({ pattern: "(a)\\1" }))).toEqual({
      problem: "reference",
      detail: "\\1",
    });
    const off = firstForm([], { before: null, nameOf });
    expect(rulesProblem(off, settingsOf(off, []))).toBe("noRules");
  });
});
