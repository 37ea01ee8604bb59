import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { textArbitrary } from "@/lib/text/testing/arbitraries";
import { driveText } from "./text-editor-driver";

const ADA = "Ada Lovelace lived in London. She knew Charles Babbage.";

describe("labelling by keyboard alone", () => {
  test("arrows go, Shift extends, a label key makes the span", () => {
    const text = driveText(ADA)
      .run("text.extend-nextWord", "text.extend-nextWord", "labels.use-person")
      .run("text.go-nextSentence", "text.go-nextWord", "text.go-nextWord", "text.go-nextCharacter")
      .run("text.extend-nextWord", "text.extend-nextWord", "text.create");
    expect(text.spans()).toEqual(["person:Ada Lovelace", "person:Charles Babbage"]);
  });

  test("the range widens from word to sentence to all, and narrows again", () => {
    const text = driveText(`${ADA}\nNext line`).run("text.go-nextWord", "text.grow");
    expect(text.marked()).toBe("Ada");
    expect(text.run("text.grow").marked()).toBe("Ada Lovelace lived in London.");
    expect(text.run("text.grow").marked()).toBe(ADA);
    expect(text.run("text.shrink", "text.shrink").marked()).toBe("Ada");
  });

  test("in a paragraph from right to left, the left arrow goes on", () => {
    const text = driveText("مرحبا بالعالم").run("text.extend-previousWord");
    expect(text.marked()).toBe("مرحبا");
  });

  test("whole words and sentences are selected by choice; trimming can be switched off", () => {
    const text = driveText(ADA).mark("ovelac").run("text.unit");
    expect(text.marked()).toBe("Lovelace");
    expect(text.run("text.unit").marked()).toBe("Ada Lovelace lived in London.");
    text.run("text.unit").mark(" lived ");
    expect(text.marked()).toBe("lived");
    expect(text.run("text.trim").marked()).toBe(" lived ");
  });

  test("painting: the label first, then each range", () => {
    const text = driveText(ADA).run("labels.use-place", "text.paint").mark("London");
    text.editor.maker.endRange();
    text.mark("Ada");
    text.editor.maker.endRange();
    expect(text.spans()).toEqual(["place:Ada", "place:London"]);
  });

  test("a label key without a range changes the selected span", () => {
    expect(driveText(ADA).span("Ada", "person").run("labels.use-place").spans()).toEqual([
      "place:Ada",
    ]);
  });

  test("spans may overlap and nest, and are stepped through as they are read", () => {
    const text = driveText(ADA).span("London", "place").span("in London", "place");
    text.span("Ada Lovelace", "person").span("Ada", "person");
    expect(text.spans()).toEqual([
      "person:Ada Lovelace",
      "person:Ada",
      "place:in London",
      "place:London",
    ]);
    text.run("selection.none");
    const seen = [0, 1, 2, 3].map(() => {
      text.run("selection.next");
      const [id = ""] = text.editor.session.getState().selection;
      return text.editor.document.current().get(id)?.text;
    });
    expect(seen).toEqual(["Ada Lovelace", "Ada", "in London", "London"]);
  });
});

describe("both ends", () => {
  test("move by character, word and sentence, and stop before the other", () => {
    const text = driveText(ADA).span("Lovelace lived", "person");
    text.run("text.end-forward-character", "text.end-forward-character");
    expect(text.spans()).toEqual(["person:Lovelace lived i"]);
    text.run("text.end-forward-word", "text.start-back-word");
    expect(text.spans()).toEqual(["person:Ada Lovelace lived in"]);
    text.run("text.end-back-word", "text.start-forward-word", "text.start-forward-word");
    expect(text.spans()).toEqual(["person:lived"]);
    text.run("text.start-forward-word", "text.end-back-word").run("text.end-forward-sentence");
    expect(text.spans()).toEqual(["person:lived in London."]);
  });

  test("a held key is one entry of the history", () => {
    const text = driveText(ADA).span("Ada", "person").run("text.end-forward-character");
    text.hold("text.end-forward-character").hold("text.end-forward-character");
    expect(text.spans()).toEqual(["person:Ada Lo"]);
    expect(text.run("edit.undo").spans()).toEqual(["person:Ada"]);
  });

  test("a dragged end snaps to words, unless told otherwise, and comes back on Esc", () => {
    const { editor, ...text } = driveText(ADA).span("Ada", "person");
    const [id = ""] = editor.session.getState().selection;
    editor.maker.beginDrag(id, "end");
    editor.maker.dragTo(11, { isExact: false });
    editor.maker.endDrag();
    expect(text.spans()).toEqual(["person:Ada Lovelace"]);
    editor.maker.beginDrag(id, "end");
    editor.maker.dragTo(6, { isExact: true });
    expect(editor.session.getState().drag?.span).toEqual({ start: 0, end: 6 });
    editor.escape();
    editor.maker.endDrag();
    expect(text.spans()).toEqual(["person:Ada Lovelace"]);
  });
});

describe("relations", () => {
  const related = () => {
    const text = driveText(ADA).span("Ada Lovelace", "person").span("London", "place");
    return text.run("selection.previous", "text.relate", "selection.next", "text.relate");
  };

  test("from the selected span to the next, then of another kind by its key", () => {
    const text = related();
    expect(text.others()[0]).toMatchObject({
      labelId: "livesIn",
      geometry: { kind: "relation", from: "new001", to: "new002" },
    });
    expect(text.run("labels.use-knows").others()[0]?.labelId).toBe("knows");
    expect(text.spans()).toEqual(["person:Ada Lovelace", "place:London"]);
  });

  test("a relation's label key starts it, a click ends it, Esc leaves it", () => {
    const text = driveText(ADA).span("Ada", "person").span("London", "place");
    text.run("labels.use-knows");
    expect(text.editor.session.getState().relating).toEqual({ from: "new002", labelId: "knows" });
    text.editor.click(1);
    expect(text.others()[0]?.geometry).toEqual({ kind: "relation", from: "new002", to: "new001" });
    text.run("selection.previous", "text.relate");
    expect(text.editor.escape()).toBe(true);
    expect(text.editor.session.getState().relating).toBeNull();
  });

  test("a span takes its relations with it, and one undo brings all back", () => {
    for (const command of ["edit.delete", "edit.cut"]) {
      const text = related().run("selection.previous", command);
      expect(text.spans()).toEqual(["place:London"]);
      expect(text.others()).toEqual([]);
      text.run("edit.undo");
      expect(text.spans()).toHaveLength(2);
      expect(text.others()).toHaveLength(1);
    }
  });

  test("an undo that takes a span away takes others' relations on it too", () => {
    const { editor, ...text } = driveText(ADA).span("Ada", "person").span("London", "place");
    const theirs = {
      id: "theirs",
      labelId: "knows",
      geometry: { kind: "relation" as const, from: "new001", to: "new002" },
      attributes: {},
      order: 9,
      score: null,
      source: "manual" as const,
      groupId: null,
    };
    editor.document.commit(new Map([["theirs", { before: null, after: theirs }]]), "remote");
    text.run("edit.undo");
    expect(text.spans()).toEqual(["person:Ada"]);
    expect(text.others()).toEqual([]);
  });
});

describe("answers about the whole", () => {
  test("one of them replaces the other, many stand together, the same key takes back", () => {
    const text = driveText(ADA).run("labels.use-sport", "labels.use-long", "labels.use-politics");
    text.run("labels.use-funny");
    const given = () => text.others().map(({ labelId }) => labelId);
    expect(given()).toEqual(["long", "politics", "funny"]);
    expect(text.run("labels.use-long").others()).toHaveLength(2);
    text.run("edit.undo", "edit.undo", "edit.undo");
    expect(given()).toEqual(["sport", "long"]);
  });

  test("a written answer is asked for", () => {
    const { editor } = driveText(ADA).run("labels.use-summary");
    expect(editor.session.getState().wantedAnswer).toBe("summary");
    expect(editor.session.getState().activeLabelId).toBe("person");
  });
});

describe("find", () => {
  const CATS = "cat Cat concat cat";

  test("goes from match to match, round at the end, and each can be labelled", () => {
    const text = driveText(CATS).mark("cat").run("text.find");
    text.editor.finder.setQuery({ isWhole: true });
    text.run("text.find-next", "text.find-next", "text.find-next");
    expect(text.editor.session.getState().caret).toEqual({ anchor: 15, focus: 18 });
    text.run("text.find-next");
    expect(text.editor.session.getState().caret).toEqual({ anchor: 0, focus: 3 });
  });

  test("all matches get the label in one step, those that have it are left out", () => {
    const text = driveText(CATS).span("cat", "person").run("text.label-matches");
    const { editor } = text;
    expect(editor.finder.matches()).toHaveLength(4);
    expect(editor.maker.labelAll(editor.finder.matches(), "person")).toBe(3);
    expect(text.spans()).toEqual(["person:cat", "person:Cat", "person:cat", "person:cat"]);
    expect(text.run("edit.undo").spans()).toEqual(["person:cat"]);
  });
});

test("copies go to the caret; answers and relations are not copied", () => {
  const text = driveText(ADA).span("Ada", "person").run("edit.copy").mark("Charles");
  expect(text.run("edit.paste").spans()).toEqual(["person:Ada", "person:Cha"]);
});

test("Esc goes back one level: range, search, selection, painting", () => {
  const { editor } = driveText(ADA).span("Ada", "person").run("text.paint", "text.find").mark("in");
  const levels = [() => editor.caret.range(), () => editor.session.getState().find];
  expect(editor.escape() && levels[0]?.()).toBeNull();
  expect(editor.escape() && levels[1]?.()).toBeNull();
  expect(editor.escape() && editor.session.getState().selection.size).toBe(0);
  expect(editor.escape() && editor.session.getState().isPainting).toBe(false);
  expect(editor.escape()).toBe(false);
});

test("nobody who may only look can change anything", () => {
  const text = driveText(ADA, { isReadOnly: true }).span("Ada", "person").run("text.create");
  text.run("text.relate", "labels.use-sport");
  expect(text.editor.document.current().size).toBe(0);
});

test("overlapping spans get lanes of their own, wherever they are looked at", () => {
  const { editor } = driveText(ADA).span("Ada Lovelace lived", "person").span("lived in", "place");
  const lanes = editor.spans.within({ start: 0, end: 60 }).map((span) => editor.spans.laneOf(span));
  expect(lanes).toEqual([
    { lane: 0, lanes: 2 },
    { lane: 1, lanes: 2 },
  ]);
});

test("whatever the text and the steps: offsets are whole, inside, and the surface is what they cover", () => {
  const steps = fc.constantFrom(
    "text.extend-nextCharacter",
    "text.extend-nextWord",
    "text.extend-previousWord",
    "text.extend-nextSentence",
    "text.go-nextCharacter",
    "text.go-nextWord",
    "text.unit",
    "text.grow",
    "text.trim",
    "labels.use-person",
    "labels.use-place",
    "text.end-back-character",
    "text.end-forward-word",
    "text.start-forward-word",
    "text.start-back-sentence",
    "selection.next",
    "text.relate",
    "edit.undo",
    "edit.redo",
    "edit.delete",
    "edit.duplicate",
  );
  fc.assert(
    fc.property(
      textArbitrary({ lone: true }),
      fc.array(steps, { maxLength: 40 }),
      (source, ids) => {
        const text = driveText(source).run(...ids);
        const points = [...source];
        const current = text.editor.document.current();
        for (const { geometry, text: surface } of current.values()) {
          if (geometry.kind === "relation") {
            expect(current.has(geometry.from) && current.has(geometry.to)).toBe(true);
          }
          if (geometry.kind !== "interval") continue;
          const { start, end } = geometry;
          expect(Number.isInteger(start) && Number.isInteger(end) && start < end).toBe(true);
          expect(end).toBeLessThanOrEqual(points.length);
          expect(surface).toBe(points.slice(start, end).join(""));
        }
      },
    ),
  );
});
