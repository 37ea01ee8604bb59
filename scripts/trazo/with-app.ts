import path from "node:path";
import { actAs } from "@/db/actor";
import { findProjects } from "@/db/queries/find-projects";
import { findOwner, type User } from "@/db/queries/users";
import { type App, openApp } from "@/lib/server/app";
import { readSettings } from "@/lib/server/settings";

/** Opens the data folder beside a running server, if there is one, and closes it at the end. */
export async function withApp<T>(work: (app: App) => Promise<T>): Promise<T> {
  const app = openApp(readSettings(process.env));
  try {
    const userId = (await findOwner(app.store))?.id ?? null;
    return await actAs({ userId, via: "command-line", address: null }, () => work(app));
  } finally {
    app.store.close();
  }
}

/** Commands act in the name of the instance's owner. */
export async function actingUser({ store }: App): Promise<User> {
  const owner = await findOwner(store);
  if (!owner) {
    throw new Error(
      "There is no account yet: open Trazo in a browser and create the owner's account first.",
    );
  }
  return owner;
}

/** The project with this id, or the only one with exactly this name. */
export async function projectByIdOrName(
  { store }: App,
  idOrName: string,
): Promise<{ id: string; name: string }> {
  const found = await findProjects(store, idOrName);
  const [first, second] = found;
  if (!first) {
    throw new Error(`There is no project "${idOrName}"; "project list" shows those there are.`);
  }
  if (second) {
    const ids = found.map(({ id }) => id).join(", ");
    throw new Error(`Several projects are called "${idOrName}"; use an id instead: ${ids}.`);
  }
  return first;
}

/** A path as the person gave it, from the folder where they stand. */
export function givenPath(file: string): string {
  return path.resolve(process.env["TRAZO_CLI_FOLDER"] ?? process.cwd(), file);
}
