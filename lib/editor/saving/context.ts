import type { Channel } from "./channel";
import type { Clock } from "./clock";
import type { Locks } from "./locks";
import type { Outbox } from "./outbox";
import type { Transport } from "./transport";

/** What saving works with: a person, a tab, and the world around it. */
export type SavingContext = {
  userId: string;
  /** This tab, as the server's log names it. */
  clientId: string;
  outbox: Outbox;
  transport: Transport;
  locks: Locks;
  channel: Channel;
  clock: Clock;
  /** 0 ≤ x < 1. */
  random: () => number;
  /** UUIDv7. */
  makeId: () => string;
};
