import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { columnPx, follow, type ScrollExtent, type ScrollPlace, settle } from "./scroll-range";

const VIEW_PX = 800;
const high = fc
  .integer({ min: 8_000_001, max: 400_000_000 })
  .map((textPx): ScrollExtent => ({ textPx, viewPx: VIEW_PX }));
const step = fc.integer({ min: -3_000, max: 3_000 });

/** A browser's bar on the text: it goes where it is put, within its range. */
function createBar(extent: ScrollExtent) {
  let place: ScrollPlace = { top: 0, scrollTop: 0 };
  const barEnds = columnPx(extent) - extent.viewPx;
  const clamp = (scrollTop: number) => Math.min(barEnds, Math.max(0, scrollTop));
  return {
    ends: extent.textPx - extent.viewPx,
    barEnds,
    place: () => place,
    moveBar(to: number) {
      const top = follow(place, clamp(to), extent);
      place = { top, scrollTop: clamp(settle(top, clamp(to), extent)) };
    },
    bring(top: number) {
      place = { top, scrollTop: clamp(settle(top, place.scrollTop, extent)) };
    },
  };
}

describe("scrolling a text that is too high for a browser", () => {
  test("one that is not is scrolled by the browser alone", () => {
    const extent = { textPx: 7_000_000, viewPx: VIEW_PX };
    expect(columnPx(extent)).toBe(7_000_000);
    expect(follow({ top: 5, scrollTop: 5 }, 6_000_000, extent)).toBe(6_000_000);
    expect(settle(123, 5, extent)).toBe(123);
  });

  test("small steps move the text by themselves, wherever it was brought to or the bar was put", () => {
    const start = fc.oneof(
      fc.record({ bar: fc.double({ min: 0, max: 1, noNaN: true }) }),
      fc.record({ text: fc.double({ min: 0, max: 1, noNaN: true }) }),
    );
    fc.assert(
      fc.property(high, start, fc.array(step, { maxLength: 30 }), (extent, from, steps) => {
        const bar = createBar(extent);
        if ("bar" in from) bar.moveBar(from.bar * bar.barEnds);
        else bar.bring(from.text * bar.ends);
        for (const by of steps) {
          const { top, scrollTop } = bar.place();
          bar.moveBar(scrollTop + by);
          const wanted = Math.min(bar.ends, Math.max(0, top + by));
          expect(bar.place().top).toBeCloseTo(wanted, 3);
        }
      }),
    );
  });

  test("bar and text reach their ends together", () => {
    fc.assert(
      fc.property(high, fc.double({ min: 0, max: 1, noNaN: true }), (extent, share) => {
        const bar = createBar(extent);
        bar.moveBar(bar.barEnds);
        expect(bar.place()).toEqual({ top: bar.ends, scrollTop: bar.barEnds });
        bar.bring(share * bar.ends);
        const { top, scrollTop } = bar.place();
        expect(scrollTop > 0).toBe(top > 0);
        expect(scrollTop < bar.barEnds).toBe(top < bar.ends);
        bar.bring(0);
        expect(bar.place()).toEqual({ top: 0, scrollTop: 0 });
      }),
    );
  });

  test("a jump of the bar goes to its share of the text", () => {
    const bar = createBar({ textPx: 80_000_000, viewPx: VIEW_PX });
    bar.moveBar(bar.barEnds / 2);
    expect(bar.place().top).toBeCloseTo(bar.ends / 2, 0);
  });
});
