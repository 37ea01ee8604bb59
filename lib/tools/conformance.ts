import fc from "fast-check";
import { expect, test } from "vitest";
import type { Annotation } from "@/lib/annotation/annotation";
import { geometrySpec } from "@/lib/geometry/geometry";
import { type AnyTool, NO_DRAFTS, type ToolEvent } from "./tool";
import { drive, type ToolDriver } from "./tool-driver";

const EXTENT = { width: 100, height: 80 };
const coordinate = fc.double({ min: -50, max: 150, noNaN: true });
const point = fc.record({ x: coordinate, y: coordinate });
const modifiers = fc.record({ shift: fc.boolean(), alt: fc.boolean(), mod: fc.boolean() });
const pointer = fc.constantFrom("mouse" as const, "touch" as const, "pen" as const);
const event: fc.Arbitrary<ToolEvent> = fc.oneof(
  { weight: 8, arbitrary: pointerEvent() },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("modifiers" as const), modifiers }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("place" as const), point }) },
  { weight: 1, arbitrary: fc.constant({ type: "cancel" as const }) },
);
const scale = fc.constantFrom(0.05, 1, 30);

function pointerEvent(): fc.Arbitrary<ToolEvent> {
  const type = fc.constantFrom("down" as const, "move" as const, "up" as const);
  return fc.record({ type, point, pointer, modifiers });
}

const ANNOTATIONS: Annotation[] = [
  { x: 0, y: 0, w: 100, h: 80 },
  { x: 10, y: 10, w: 30, h: 20 },
  { x: 20, y: 15, w: 5.5, h: 5.5 },
].map((box, order) => ({
  id: `a${order}`,
  labelId: "label",
  geometry: { kind: "box", ...box },
  attributes: {},
  order,
  score: null,
  source: "manual",
  groupId: null,
}));

/** What holds for every tool, whatever a hand does. */
export function testTool(tool: AnyTool): void {
  const start = (scaleNow: number, selection: readonly string[]) =>
    drive(tool, { extent: EXTENT, scale: scaleNow, annotations: ANNOTATIONS, selection });
  const selection = fc.subarray(ANNOTATIONS.map(({ id }) => id));

  test("shows nothing at the start", () => {
    expect(tool.preview(tool.start)).toBeNull();
    expect(tool.marquee(tool.start)).toBeNull();
    expect(tool.drafts(tool.start)).toBe(NO_DRAFTS);
  });

  test("whatever happens, it asks only for whole geometries inside the image", () => {
    fc.assert(
      fc.property(fc.array(event), scale, selection, (events, scaleNow, selected) => {
        const driver = play(start(scaleNow, selected), events);
        for (const geometry of [...driver.created(), ...Object.values(driver.changed())]) {
          const spec = geometrySpec(geometry);
          expect(spec.normalise(geometry, EXTENT)).toEqual(geometry);
          const { x, y, w, h } = spec.bounds(geometry);
          expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
          expect(x + w).toBeLessThanOrEqual(EXTENT.width + 1e-9);
          expect(y + h).toBeLessThanOrEqual(EXTENT.height + 1e-9);
        }
      }),
    );
  });

  test("cancelling returns to the start, asks for nothing and shows nothing", () => {
    fc.assert(
      fc.property(fc.array(event), scale, selection, (events, scaleNow, selected) => {
        const driver = play(start(scaleNow, selected), events);
        const asked = driver.effects().length;
        expect(driver.cancel().state()).toEqual(tool.start);
        expect(driver.effects()).toHaveLength(asked);
      }),
    );
  });

  test("a release commits at most once, and only one kind of thing", () => {
    fc.assert(
      fc.property(fc.array(event), scale, selection, (events, scaleNow, selected) => {
        const driver = start(scaleNow, selected);
        for (const each of events) {
          const asked = driver.effects().length;
          play(driver, [each]);
          const commits = driver
            .effects()
            .slice(asked)
            .filter(({ type }) => type === "create" || type === "change");
          expect(commits.length).toBeLessThanOrEqual(
            each.type === "up" || each.type === "place" ? 1 : 0,
          );
        }
      }),
    );
  });

  test("the hint names its own tool", () => {
    fc.assert(
      fc.property(fc.array(event), (events) => {
        expect(tool.hint(play(start(1, []), events).state())).toMatch(
          new RegExp(`^${tool.id}\\.hint\\.`),
        );
      }),
    );
  });
}

function play(driver: ToolDriver, events: readonly ToolEvent[]): ToolDriver {
  for (const each of events) {
    if (each.type === "cancel") driver.cancel();
    else if (each.type === "modifiers") driver.hold(each.modifiers);
    else if (each.type === "place") driver.place(each.point.x, each.point.y);
    else driver.hold(each.modifiers).with(each.pointer)[each.type](each.point.x, each.point.y);
  }
  return driver;
}
