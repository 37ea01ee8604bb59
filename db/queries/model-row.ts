import type { ModelFile, ModelSettings, ModelVersion } from "@/lib/api/models";
import type { ModelOptions } from "@/lib/models/model-options";
import type { Tables } from "../schema/tables";

type Row = Tables["modelVersions"]["$inferSelect"];

/** Version of the JSON in the columns options (of a version) and settings (of a project's model). */
const JSON_VERSION = 1;

/** The columns that follow from the version alone. */
export function toVersionColumns(version: ModelVersion) {
  const { classes, options, files, assets, ...plain } = version;
  return {
    ...plain,
    classes: JSON.stringify(classes),
    options: JSON.stringify({ v: JSON_VERSION, ...options }),
    files: JSON.stringify(files),
    assets: JSON.stringify(assets),
  } satisfies Partial<Row>;
}

/** Trusts the row: whatever is in it was validated on its way in. */
export function toVersion(row: Row): ModelVersion {
  const { createdBy: _by, deletedAt: _gone, classes, options, files, assets, ...plain } = row;
  const { v: _v, ...kept } = JSON.parse(options) as { v: number } & ModelOptions;
  return {
    ...plain,
    classes: JSON.parse(classes) as string[],
    options: kept,
    files: JSON.parse(files) as ModelFile[],
    assets: JSON.parse(assets) as ModelFile[],
  };
}

export function toSettingsColumn(settings: ModelSettings): string {
  return JSON.stringify({ v: JSON_VERSION, ...settings });
}

/** `labels`: id of each label of the project → the one it means now; those deleted are not in it. */
export function toSettings(column: string, labels: ReadonlyMap<string, string>): ModelSettings {
  const { v: _v, ...settings } = JSON.parse(column) as { v: number } & ModelSettings;
  const mapping: ModelSettings["mapping"] = {};
  for (const [index, labelId] of Object.entries(settings.mapping)) {
    mapping[index] = labelId === null ? null : (labels.get(labelId) ?? null);
  }
  return { ...settings, mapping };
}
