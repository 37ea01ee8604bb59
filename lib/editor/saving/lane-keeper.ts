import type { Lane } from "./lane";
import { diffLane, type LaneAddress, type Outbox } from "./outbox";

/** Holds the lane and keeps the outbox in step with it. The only place where a lane changes. */
export interface LaneKeeper {
  lane(): Lane;
  update(next: Lane): void;
  /** Resolves when all updates so far are on disk, or were refused by it. */
  written(): Promise<void>;
  /** False while the browser refuses to store what waits: a reload would lose it. */
  isDurable(): boolean;
}

/** `lane` as it is in the outbox; `onChange` after every change of the lane or its durability. */
export function createLaneKeeper(options: {
  address: LaneAddress;
  lane: Lane;
  outbox: Outbox;
  onChange(): void;
}): LaneKeeper {
  const { address, outbox, onChange } = options;
  let { lane } = options;
  let isDurable = true;
  let written: Promise<void> = Promise.resolve();

  function setDurable(next: boolean): void {
    if (isDurable === next) return;
    isDurable = next;
    onChange();
  }

  return {
    lane: () => lane,
    update(next) {
      const write = diffLane(address, lane, next);
      lane = next;
      // Writes follow each other in the order of changes.
      written = written
        .then(() => outbox.write(write))
        .then(
          () => setDurable(true),
          // A full or forbidden disk must not stop sending; the status says what a reload would cost.
          () => setDurable(false),
        );
      onChange();
    },
    written: () => written,
    isDurable: () => isDurable,
  };
}
