import { splitExtension } from "../file-name";
import type { FileTree } from "../format";

/** The rule of Ultralytics: the last /images/ becomes /labels/, whatever the item's folders are. */
export function labelPathOf(imagePath: string): string {
  const path = `/${imagePath}`;
  const at = path.lastIndexOf("/images/");
  const moved = at < 0 ? path : `${path.slice(0, at)}/labels/${path.slice(at + "/images/".length)}`;
  return `${splitExtension(moved)[0]}.txt`.slice(1);
}

/** The files that could be a data.yaml, the shallowest first. */
export function yamlFiles(files: FileTree): string[] {
  const depth = (path: string) => path.split("/").length;
  return files
    .files()
    .map(({ path }) => path)
    .filter((path) => /\.ya?ml$/i.test(path))
    .sort((a, b) => depth(a) - depth(b) || (a < b ? -1 : 1));
}
