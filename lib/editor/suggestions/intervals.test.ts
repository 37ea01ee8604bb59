import { describe, expect, test } from "vitest";
import { driveAudio } from "../audio/audio-editor-driver";
import { driveText } from "../text/text-editor-driver";
import { layerOf, suggested } from "./testing/suggested";

const interval = (start: number, end: number) => ({ kind: "interval" as const, start, end });

describe("in a text", () => {
  const TEXT = "😀 Ada Lovelace met Charles Babbage in London.";
  const span = (id: string, piece: string, score: number, labelId = "person") => {
    const start = [...TEXT.slice(0, TEXT.indexOf(piece))].length;
    const end = start + [...piece].length;
    return suggested({ id, score, labelId, geometry: interval(start, end) });
  };
  const ada = span("ada", "Ada Lovelace", 0.6);
  const charles = span("charles", "Charles Babbage", 0.9);
  const london = span("london", "London", 0.8, "place");
  const opened = (options: Parameters<typeof driveText>[1] = {}) =>
    driveText(TEXT, { suggestions: [layerOf("names", [charles, london, ada])], ...options });

  test("steps as it is read; accepting gives the span its surface and goes on", () => {
    const driver = opened();
    driver.run("suggestions.next", "suggestions.accept");
    expect(driver.spans()).toEqual(["person:Ada Lovelace"]);
    driver.run("suggestions.accept", "labels.use-person");
    expect(driver.spans()).toEqual([
      "person:Ada Lovelace",
      "person:Charles Babbage",
      "person:London",
    ]);
    driver.run("edit.undo", "edit.undo", "edit.undo");
    expect(driver.spans()).toEqual([]);
  });

  test("moving an end by a key accepts it as it is then, in one entry while the key is held", () => {
    const driver = opened();
    driver.run("suggestions.next", "suggestions.next", "text.end-back-word");
    expect(driver.spans()).toEqual(["person:Charles"]);
    driver.hold("text.end-back-character").run("edit.undo");
    expect(driver.spans()).toEqual([]);
    expect(driver.editor.suggestions.focused()?.annotation.id).toBe("charles");
  });

  test("dragging an end accepts it when it is put down", () => {
    const driver = opened();
    const { maker } = driver.editor;
    driver.run("suggestions.next");
    maker.beginDrag("ada", "end");
    maker.dragTo(5, { isExact: false });
    expect(driver.spans()).toEqual([]);
    maker.endDrag();
    expect(driver.spans()).toEqual(["person:Ada"]);
  });

  test("a range that is selected is what the label key means then", () => {
    const driver = opened();
    driver.run("suggestions.next").span("London", "place");
    expect(driver.spans()).toEqual(["place:London"]);
    expect(driver.editor.suggestions.open()).toHaveLength(2);
  });

  test("lanes of suggestions are below those of the spans that lie there", () => {
    const driver = opened();
    driver.span("Lovelace", "person");
    const lanes = driver.editor.suggested.within({ start: 0, end: 100 });
    expect(lanes.map(({ span: { id }, lane }) => [id, lane])).toEqual([
      ["ada", 1],
      ["charles", 0],
      ["london", 0],
    ]);
  });

  test("an answer to a question with one answer takes the place of the other", () => {
    const sport = suggested({ id: "s", score: 0.9, labelId: "sport", geometry: { kind: "whole" } });
    const politics = { ...sport, id: "p", labelId: "politics", score: 0.7 };
    const driver = driveText(TEXT, { suggestions: [layerOf("topics", [politics, sport])] });
    driver.run("labels.use-politics", "suggestions.next", "suggestions.accept");
    expect(driver.others().map(({ labelId }) => labelId)).toEqual(["sport"]);
    driver.run("edit.undo");
    expect(driver.others().map(({ labelId }) => labelId)).toEqual(["politics"]);
  });
});

describe("in a recording", () => {
  const first = suggested({ id: "a", score: 0.6, labelId: "speech", geometry: interval(2, 4) });
  const second = suggested({ id: "b", score: 0.9, labelId: "speech", geometry: interval(6, 9) });
  const music = suggested({ id: "m", score: 0.9, labelId: "music", geometry: interval(3, 8) });
  const opened = () => driveAudio({ suggestions: [layerOf("speech", [second, first])] });

  test("steps as it is heard, with the playhead where Space plays it", () => {
    const driver = opened();
    driver.run("suggestions.next");
    expect(driver.editor.transport.position()).toBe(2);
    expect(driver.editor.target()).toEqual(first.geometry);
    driver.run("suggestions.accept", "suggestions.reject");
    expect(driver.regions()).toEqual(["speech 2-4"]);
    expect(driver.editor.suggestions.open()).toEqual([]);
  });

  test("dragging it, or one of its ends, accepts it where it is put down", () => {
    const driver = opened();
    const { hand, suggestions } = driver.editor;
    driver.run("suggestions.next");
    hand.grab(3);
    hand.dragTo(3.5, { isExact: true });
    expect(hand.draftOf("a")).toEqual({ start: 2.5, end: 4.5 });
    hand.release();
    expect(driver.regions()).toEqual(["speech 2.5-4.5"]);
    expect(driver.selected()).toEqual(["speech 2.5-4.5"]);
    const [next] = suggestions.open();
    suggestions.focus(next?.key ?? null);
    hand.grabEnd("b", "end");
    hand.dragTo(8, { isExact: true });
    hand.release();
    expect(driver.regions()).toEqual(["speech 2.5-4.5", "speech 6-8"]);
    driver.run("edit.undo", "edit.undo");
    expect(driver.regions()).toEqual([]);
    expect(suggestions.open()).toHaveLength(2);
  });

  test("keys that move a region accept the one in focus; held, they are one entry", () => {
    const driver = opened();
    driver.run("suggestions.next", "audio.end-forward-100").hold("audio.end-forward-100");
    expect(driver.regions()).toEqual(["speech 2-4.2"]);
    driver.run("edit.undo");
    expect(driver.regions()).toEqual([]);
  });

  test("each model has lanes of its own, as many as overlaps need", () => {
    const driver = opened();
    driver.editor.suggestions.add(layerOf("tags", [music, { ...music, id: "n" }]));
    const { lanes, laneOf } = driver.editor.suggested.layout();
    expect(lanes.map(({ layerId }) => layerId)).toEqual([
      "layer-speech",
      "layer-tags",
      "layer-tags",
    ]);
    expect([laneOf.get("a"), laneOf.get("b"), laneOf.get("m")]).toEqual([0, 0, 1]);
    driver.editor.suggestions.setOn("layer-tags", false);
    expect(driver.editor.suggested.layout().lanes).toHaveLength(1);
  });
});
