import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Annotation } from "@/lib/annotation/annotation";
import { driveAudio } from "./audio-editor-driver";
import { isRegion } from "./region-index";

const REACH_S = 0.002;

function region(
  id: string,
  start: number,
  end: number,
  more: Partial<Annotation> = {},
): Annotation {
  return {
    id,
    labelId: "speech",
    geometry: { kind: "interval", start, end },
    attributes: {},
    order: 0,
    score: null,
    source: "manual",
    groupId: null,
    ...more,
  };
}

describe("playing", () => {
  test("plays on from the playhead and stops where it is paused", () => {
    const driver = driveAudio().run("audio.play").wait(2);
    expect(driver.editor.transport.position()).toBeCloseTo(2, 6);
    driver.run("audio.play").wait(5);
    expect(driver.sound.isOn()).toBe(false);
    expect(driver.editor.session.getState()).toMatchObject({ isPlaying: false });
    expect(driver.editor.session.getState().playhead).toBeCloseTo(2, 6);
  });

  test("the selected region is played once, and stops at its end to a millisecond at every speed", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 18, noNaN: true }),
        fc.double({ min: 0.05, max: 2, noNaN: true }),
        fc.constantFrom(0.25, 0.5, 1, 1.5, 4),
        (start, length, rate) => {
          const driver = driveAudio({ annotations: [region("a", start, start + length)] });
          driver.editor.select(["a"]);
          driver.editor.transport.setRate(rate);
          driver.run("audio.play-selection").wait(0.02);
          expect(driver.editor.transport.position()).toBeGreaterThanOrEqual(start);
          driver.wait(length / rate + 1);
          expect(driver.sound.isOn()).toBe(false);
          expect(driver.sound.position()).toBeCloseTo(start + length, 9);
        },
      ),
      { numRuns: 40 },
    );
  });

  test("the loop goes round in the selected region, and follows its ends while they are moved", () => {
    const driver = driveAudio({ annotations: [region("a", 3, 4)] });
    driver.editor.select(["a"]);
    driver.run("audio.loop", "audio.play");
    for (let n = 0; n < 300; n += 1) {
      driver.wait(1 / 60);
      const at = driver.sound.position();
      expect(at).toBeGreaterThanOrEqual(3);
      expect(at).toBeLessThanOrEqual(4 + REACH_S);
    }
    expect(driver.sound.seeks().filter((at) => at === 3).length).toBeGreaterThanOrEqual(4);
    driver.run("audio.end-back-100", "audio.end-back-100");
    driver.wait(1);
    for (let n = 0; n < 60; n += 1) {
      driver.wait(1 / 60);
      expect(driver.sound.position()).toBeLessThanOrEqual(3.8 + REACH_S);
    }
  });

  test("with nothing selected the loop is the whole recording", () => {
    const driver = driveAudio().run("audio.loop", "audio.to-end", "audio.back", "audio.play");
    driver.wait(1.5);
    expect(driver.sound.isOn()).toBe(true);
    expect(driver.editor.transport.position()).toBeCloseTo(0.5, 1);
  });

  test("speed goes by steps from 0.25 to 4, jumps stay inside", () => {
    const driver = driveAudio();
    const rate = () => driver.editor.session.getState().rate;
    for (let n = 0; n < 12; n += 1) driver.run("audio.faster");
    expect(rate()).toBe(4);
    for (let n = 0; n < 20; n += 1) driver.run("audio.slower");
    expect(rate()).toBe(0.25);
    driver.run("audio.usual-speed");
    expect(rate()).toBe(1);
    driver.run("audio.forward-far", "audio.forward", "audio.back-short");
    expect(driver.editor.session.getState().playhead).toBeCloseTo(5.9, 9);
    driver.run("audio.to-start", "audio.back-far");
    expect(driver.editor.session.getState().playhead).toBe(0);
  });

  test("plays from the pointer, and a click while it plays goes on there", () => {
    const driver = driveAudio();
    driver.editor.session.setState({ pointer: 7 });
    driver.run("audio.play-pointer").wait(0.5);
    expect(driver.editor.transport.position()).toBeCloseTo(7.5, 6);
    driver.editor.click(12);
    driver.wait(0.5);
    expect(driver.editor.transport.position()).toBeCloseTo(12.5, 6);
  });

  test("the region that is heard is the one that began last", () => {
    const driver = driveAudio({
      annotations: [region("long", 0, 10), region("short", 2, 3)],
    });
    const heard = () => driver.editor.session.getState().heardId;
    driver.run("audio.play").wait(1);
    expect(heard()).toBe("long");
    driver.wait(1.5);
    expect(heard()).toBe("short");
    driver.wait(1);
    expect(heard()).toBe("long");
    driver.wait(7);
    expect(heard()).toBeNull();
  });
});

describe("making regions", () => {
  test("a drag makes one of the active label, whichever way it goes", () => {
    const driver = driveAudio().draw(2, 1).draw(3, 4.5);
    expect(driver.regions()).toEqual(["speech 1-2", "speech 3-4.5"]);
    expect(driver.selected()).toEqual(["speech 3-4.5"]);
    driver.run("edit.undo");
    expect(driver.regions()).toEqual(["speech 1-2"]);
  });

  test("a range is none until a label key or B says so", () => {
    const driver = driveAudio().draw(1, 2, { isRegion: false });
    expect(driver.regions()).toEqual([]);
    driver.run("labels.use-music");
    expect(driver.regions()).toEqual(["music 1-2"]);
    driver.draw(5, 6, { isRegion: false }).run("audio.mark");
    expect(driver.regions()).toEqual(["music 1-2", "music 5-6"]);
  });

  test("while playing, a label's key begins and ends a region; two labels run at once", () => {
    const driver = driveAudio().run("audio.play").wait(1);
    driver.run("labels.use-speech").wait(1).run("labels.use-music").wait(1);
    expect(driver.editor.isBusy()).toBe(true);
    driver.run("labels.use-speech").wait(1).run("labels.use-music");
    expect(
      driver.regions().map((each) => each.replace(/\d+\.\d+/g, (n) => Number(n).toFixed(1))),
    ).toEqual(["speech 1-3", "music 2-4"]);
  });

  test("the keyboard alone is enough: begin, go on, end, label, write", () => {
    const driver = driveAudio().run(
      "audio.mark",
      "audio.forward",
      "audio.forward-short",
      "audio.mark",
    );
    driver.run("labels.use-music", "audio.write");
    const { wantedField } = driver.editor.session.getState();
    expect(wantedField).toMatchObject({ field: "text" });
    driver.editor.maker.setText(wantedField?.id ?? "", "la la");
    expect(driver.regions()).toEqual(["music 0-1.1 la la"]);
  });

  test("Esc forgets a region that was begun, then the range, then the selection", () => {
    const driver = driveAudio({ annotations: [region("a", 3, 4)] }).run("audio.mark");
    driver.editor.select(["a"]);
    driver.run("selection.escape");
    expect(driver.editor.session.getState().running.size).toBe(0);
    driver.editor.session.setState({ range: { start: 1, end: 2 } });
    driver.run("selection.escape");
    expect(driver.editor.session.getState().range).toBeNull();
    expect(driver.selected()).toHaveLength(1);
    driver.run("selection.escape");
    expect(driver.selected()).toHaveLength(0);
  });

  test("without labels a drag says why there is no region, and leaves the range", () => {
    const driver = driveAudio({ labels: [] }).draw(1, 2);
    expect(driver.editor.session.getState()).toMatchObject({
      notice: "noLabel",
      range: { start: 1, end: 2 },
    });
  });

  test("nobody who may only look changes anything", () => {
    const driver = driveAudio({ isReadOnly: true, annotations: [region("a", 1, 2)] });
    driver.editor.select(["a"]);
    driver.draw(4, 5).run("audio.mark", "audio.split", "audio.end-back-10", "edit.delete");
    expect(driver.regions()).toEqual(["speech 1-2"]);
    expect(driver.editor.session.getState().range).toEqual({ start: 4, end: 5 });
  });
});

describe("changing regions", () => {
  test("ends and wholes move by 1, 10 and 100 ms; a held key is one entry", () => {
    const driver = driveAudio({ annotations: [region("a", 1, 2)] });
    driver.editor.select(["a"]);
    driver.run("audio.start-forward-1", "audio.end-back-10", "audio.whole-forward-100");
    expect(driver.regions()).toEqual(["speech 1.101-2.09"]);
    driver.run("audio.end-forward-10").hold("audio.end-forward-10").hold("audio.end-forward-10");
    expect(driver.regions()).toEqual(["speech 1.101-2.12"]);
    driver.run("edit.undo");
    expect(driver.regions()).toEqual(["speech 1.101-2.09"]);
  });

  test("no nudge leaves the recording or turns a region inside out", () => {
    const driver = driveAudio({ annotations: [region("a", 0.005, 0.02)] });
    driver.editor.select(["a"]);
    driver.run("audio.whole-back-100");
    expect(driver.regions()).toEqual(["speech 0-0.015"]);
    driver.run("audio.start-forward-100");
    expect(driver.regions()).toEqual(["speech 0.014-0.015"]);
    driver.run("audio.end-back-100");
    expect(driver.regions()).toEqual(["speech 0.014-0.015"]);
  });

  test("split at the playhead keeps the words in front; merge joins them", () => {
    const driver = driveAudio({
      annotations: [region("a", 1, 3, { text: "one two", attributes: { speaker: "Ada" } })],
    });
    driver.editor.transport.seek(2);
    driver.run("audio.split");
    expect(driver.regions()).toEqual(["speech 1-2 one two", "speech 2-3"]);
    const [, second] = driver.editor.regions.all();
    expect(second?.attributes).toEqual({ speaker: "Ada" });
    driver.editor.maker.setText(second?.id ?? "", "three");
    driver.run("selection.all", "audio.merge");
    expect(driver.regions()).toEqual(["speech 1-3 one two three"]);
    driver.run("edit.undo", "edit.undo", "edit.undo");
    expect(driver.regions()).toEqual(["speech 1-3 one two"]);
  });

  test("handles resize, a drag moves, and crossing the other end turns round", () => {
    const driver = driveAudio({ annotations: [region("a", 5, 6)] });
    const { hand, session } = driver.editor;
    hand.grabEnd("a", "end");
    hand.dragTo(8, { isExact: true });
    expect(hand.draftOf("a")).toEqual({ start: 5, end: 8 });
    expect(driver.regions()).toEqual(["speech 5-6"]);
    hand.release();
    expect(driver.regions()).toEqual(["speech 5-8"]);
    hand.grabEnd("a", "end");
    hand.dragTo(4, { isExact: true });
    hand.release();
    expect(driver.regions()).toEqual(["speech 4-5"]);
    driver.editor.select(["a"]);
    hand.grab(4.5);
    hand.dragTo(30, { isExact: true });
    hand.release();
    expect(driver.regions()).toEqual(["speech 19-20"]);
    hand.grab(19.5);
    hand.dragTo(1, { isExact: true });
    driver.run("selection.escape");
    expect(session.getState().drag).toBeNull();
    expect(driver.regions()).toEqual(["speech 19-20"]);
  });

  test("dragged ends snap to neighbours before silences, and to neither with Alt", () => {
    const driver = driveAudio({ annotations: [region("a", 5, 6)] });
    driver.editor.attachEdges({ near: (at) => [4, 4.95, 9].filter((e) => Math.abs(e - at) < 0.2) });
    driver.draw(4.93, 9.1, { isExact: false });
    expect(driver.regions()).toEqual(["speech 5-9", "speech 5-6"]);
    driver.run("edit.undo").draw(4.93, 9.1, { isExact: true });
    expect(driver.regions()).toEqual(["speech 4.93-9.1", "speech 5-6"]);
    driver.run("edit.undo", "audio.snap").draw(4.93, 9.1, { isExact: false });
    expect(driver.regions()).toEqual(["speech 4.93-9.1", "speech 5-6"]);
  });

  test("copies keep their words and go to the playhead, beside what they would hide", () => {
    const driver = driveAudio({ annotations: [region("a", 1, 2, { text: "hello" })] });
    driver.editor.select(["a"]);
    driver.run("edit.duplicate");
    expect(driver.regions()).toEqual(["speech 1-2 hello", "speech 2-3 hello"]);
    driver.run("edit.copy");
    driver.editor.select([]);
    driver.editor.transport.seek(19.5);
    driver.run("edit.paste");
    expect(driver.regions().at(-1)).toBe("speech 19.5-20 hello");
  });

  test("speakers are given by name or by number, and taken away", () => {
    const driver = driveAudio({ annotations: [region("a", 1, 2), region("b", 3, 4)] });
    driver.editor.maker.setSpeaker(["a"], " Ada ");
    driver.editor.select(["b"]);
    driver.run("audio.speaker-1");
    expect(driver.editor.regions.all().map(({ attributes }) => attributes)).toEqual([
      { speaker: "Ada" },
      { speaker: "Ada" },
    ]);
    driver.editor.maker.setSpeaker(["a", "b"], "");
    expect(driver.editor.regions.speakers()).toEqual([]);
  });

  test("a click selects the smallest region, again the one around it, and moves the playhead", () => {
    const driver = driveAudio({ annotations: [region("a", 1, 9), region("b", 2, 3)] });
    driver.editor.click(2.5);
    expect(driver.selected()).toEqual(["speech 2-3"]);
    expect(driver.editor.session.getState().playhead).toBe(2.5);
    driver.editor.click(2.5);
    expect(driver.selected()).toEqual(["speech 1-9"]);
    driver.editor.click(15);
    expect(driver.selected()).toEqual([]);
  });

  test("labels of the whole are answers, one or the other", () => {
    const driver = driveAudio().run("labels.use-clean", "labels.use-noisy");
    const whole = [...driver.editor.document.current().values()];
    expect(whole.map(({ labelId }) => labelId)).toEqual(["noisy"]);
    driver.run("labels.use-summary");
    expect(driver.editor.session.getState().wantedAnswer).toBe("summary");
  });
});

describe("lanes", () => {
  const interval = fc
    .tuple(fc.integer({ min: 0, max: 190 }), fc.integer({ min: 1, max: 40 }))
    .map(([start, length]) => [start / 10, Math.min(20, (start + length) / 10)] as const);

  test("no region hides another, whatever the lanes stand for", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(interval, fc.constantFrom("speech", "music"), fc.constantFrom("", "Ada", "Bo")),
          {
            maxLength: 25,
          },
        ),
        fc.constantFrom("overlap" as const, "label" as const, "speaker" as const),
        (places, laneGrouping) => {
          const annotations = places.map(([[start, end], labelId, speaker], n) =>
            region(`r${n}`, start, end, { labelId, attributes: speaker ? { speaker } : {} }),
          );
          const { editor } = driveAudio({ annotations });
          editor.preferences.setState({ laneGrouping });
          const { laneOf, lanes } = editor.lanes();
          const all = editor.regions.all();
          for (const a of all) {
            for (const b of all) {
              const isSameLane = a.id < b.id && laneOf.get(a.id) === laneOf.get(b.id);
              if (!isSameLane) continue;
              const areApart =
                a.geometry.end <= b.geometry.start || b.geometry.end <= a.geometry.start;
              expect(areApart).toBe(true);
            }
          }
          expect(lanes.length).toBe(new Set(laneOf.values()).size);
        },
      ),
    );
  });

  test("the index is what a new one would be, after any changes", () => {
    const step = fc.tuple(fc.integer({ min: 0, max: 5 }), interval, fc.boolean());
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const { editor } = driveAudio();
        for (const [n, [start, end], isGone] of steps) {
          const before = editor.document.current().get(`r${n}`) ?? null;
          const after = isGone ? null : region(`r${n}`, start, end);
          editor.document.commit(new Map([[`r${n}`, { before, after }]]), "remote");
        }
        const anew = driveAudio({ annotations: editor.document.annotations().values() }).editor;
        expect(editor.regions.all()).toEqual(anew.regions.all());
        expect(editor.lanes().lanes).toEqual(anew.lanes().lanes);
        expect(
          editor.regions
            .within({ start: 5, end: 9 })
            .map(({ id }) => id)
            .sort(),
        ).toEqual(
          anew.regions
            .within({ start: 5, end: 9 })
            .map(({ id }) => id)
            .sort(),
        );
      }),
    );
  });

  test("a region that is committed from anywhere lies in the recording", () => {
    const { editor } = driveAudio();
    const wild = region("w", 18, 50);
    editor.commit(new Map([["w", { before: null, after: wild }]]));
    expect(
      [...editor.document.current().values()].filter(isRegion).map(({ geometry }) => geometry),
    ).toEqual([{ kind: "interval", start: 18, end: 20 }]);
  });
});
