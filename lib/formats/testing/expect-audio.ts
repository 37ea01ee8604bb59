import { expect } from "vitest";
import type { DatasetAnnotation, Issue } from "../format";
import type { Dataset, Written } from "./dataset";

/** What of a region has to come back through a format; what is not named is not looked at. */
export type AudioTrip = {
  /** Largest shift of a start or an end, in seconds. */
  tolerance: number;
  texts: boolean;
  /** Names of the attributes that come back. */
  attributes: readonly string[];
  frequencies: boolean;
  /** Do answers about the whole recording come back? If not, each must be reported. */
  wholes: boolean;
  /** Do recordings with nothing on them come back? */
  emptyItems: boolean;
};

/** Fails unless all that is carried came back and all else is named by an issue. */
export function expectAudioCarried(of: {
  dataset: Dataset;
  written: Written;
  read: Dataset;
  trip: AudioTrip;
  isSplit: boolean;
}): void {
  const { dataset, written, read, trip } = of;
  expectLabels(of);
  const renamed = new Map(
    written.issues
      .filter(({ code }) => code === "name_changed")
      .map(({ where, message }) => [where, /"(.*?)"/.exec(message)?.[1] ?? ""]),
  );
  let left = 0;
  for (const item of dataset.items) {
    const own = dataset.annotations.filter((each) => each.item === item.ref);
    const carried = own.filter(({ geometry }) => trip.wholes || geometry.kind === "interval");
    left += own.length - carried.length;
    const name = renamed.get(item.name) ?? item.name;
    const same = read.items.find((each) => each.name === name);
    if (carried.length === 0 && !trip.emptyItems) continue;
    expect(same, name).toBeDefined();
    expect(same?.split).toBe(of.isSplit ? item.split : null);
    const back = read.annotations.filter((each) => each.item === same?.ref);
    const wanted = carried.map((each) => keyOf(each, { dataset, trip })).sort();
    expect(back.map((each) => keyOf(each, { dataset: read, trip })).sort()).toEqual(wanted);
    if (trip.tolerance > 0) expectNear(back, carried, trip.tolerance);
  }
  const isLoss = ({ message }: Issue) => / is left out/.test(message);
  expect(written.issues.filter(isLoss).length).toBe(left);
}

/** All of them in their order, with what each is for; also those that are on nothing. */
function expectLabels({ dataset, read }: { dataset: Dataset; read: Dataset }): void {
  const key = ({ name, geometries, answer }: Dataset["labels"][number]) => [
    name,
    geometries,
    answer,
  ];
  expect(read.labels.map(key)).toEqual(dataset.labels.map(key));
}

function keyOf(
  { geometry, label, text, attributes, extra }: DatasetAnnotation,
  { dataset, trip }: { dataset: Dataset; trip: AudioTrip },
): string {
  const isExact = trip.tolerance === 0;
  return JSON.stringify([
    geometry.kind,
    geometry.kind === "interval" && isExact ? [geometry.start, geometry.end] : null,
    dataset.labels.find(({ ref }) => ref === label)?.name,
    trip.texts ? (text ?? null) : null,
    trip.attributes.map((name) => attributes[name] ?? null),
    trip.frequencies ? [extra?.["lowHz"] ?? null, extra?.["highHz"] ?? null] : null,
  ]);
}

function expectNear(
  back: readonly DatasetAnnotation[],
  carried: readonly DatasetAnnotation[],
  tolerance: number,
): void {
  for (const edge of ["start", "end"] as const) {
    const times = (of: readonly DatasetAnnotation[]) =>
      of
        .flatMap(({ geometry }) => (geometry.kind === "interval" ? [geometry[edge]] : []))
        .sort((a, b) => a - b);
    const wanted = times(carried);
    for (const [i, time] of times(back).entries()) {
      expect(Math.abs(time - (wanted[i] ?? Number.NaN))).toBeLessThanOrEqual(tolerance);
    }
  }
}
