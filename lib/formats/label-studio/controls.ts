import type { MediaKind } from "@/lib/media/media";
import type { DatasetLabel } from "../format";
import type { TextPlan } from "../text/text-plan";

/** The name of the control that a label belongs to, as results refer to it. */
export type Controls = {
  media: MediaKind;
  regions: readonly DatasetLabel[];
  relations: readonly DatasetLabel[];
  /** By question; `name` is that of the control. */
  choices: readonly { name: string; question: string; isSingle: boolean; labels: DatasetLabel[] }[];
  answers: readonly { name: string; label: DatasetLabel }[];
};

/** The controls that the labels need, by what each label is for, or is used for where it does not say. */
export function controlsOf(plan: TextPlan, media: MediaKind): Controls {
  const isAnswer = ({ ref, answer }: DatasetLabel) =>
    answer?.kind === "text" || plan.answerLabels.has(ref);
  const isFor = (label: DatasetLabel, kind: "interval" | "relation" | "whole") =>
    label.geometries?.includes(kind) ?? (label.answer ? kind === "whole" : true);
  const answers = plan.labels.filter((label) => isAnswer(label));
  const rest = plan.labels.filter((label) => !isAnswer(label));
  const choices: { name: string; question: string; isSingle: boolean; labels: DatasetLabel[] }[] =
    [];
  const wholes = rest.filter(
    (label) =>
      isFor(label, "whole") &&
      (label.geometries !== undefined || label.answer || plan.roles.class > 0),
  );
  for (const label of wholes) {
    const question = label.answer?.question ?? "";
    const isSingle = label.answer?.kind === "one";
    let found = choices.find((each) => each.question === question && each.isSingle === isSingle);
    if (!found) {
      const name = choices.length === 0 ? "choice" : `choice_${choices.length + 1}`;
      found = { name, question, isSingle, labels: [] };
      choices.push(found);
    }
    found.labels.push(label);
  }
  return {
    media,
    regions: rest.filter((label) => isFor(label, "interval")),
    relations:
      plan.roles.relation > 0 || rest.some(({ geometries }) => geometries?.includes("relation"))
        ? rest.filter((label) => isFor(label, "relation"))
        : [],
    choices,
    answers: answers.map((label, i) => ({ name: i === 0 ? "answer" : `answer_${i + 1}`, label })),
  };
}

/** The labeling configuration of a project that can take the tasks in. */
export function labelingConfig({ media, regions, relations, choices, answers }: Controls): string {
  const content = media === "audio" ? "Audio" : "Text";
  const lines = [`<View>`, `  <${content} name="${media}" value="$${media}"/>`];
  if (regions.length > 0) {
    lines.push(`  <Labels name="label" toName="${media}">`);
    for (const { name, color } of regions) {
      const background = color ? ` background=${quoted(color)}` : "";
      lines.push(`    <Label value=${quoted(name)}${background}/>`);
    }
    lines.push(`  </Labels>`);
  }
  if (media === "audio") {
    lines.push(
      `  <TextArea name="transcription" toName="audio" perRegion="true" editable="true" rows="2"/>`,
    );
  }
  if (relations.length > 0) {
    lines.push(`  <Relations>`);
    for (const { name } of relations) lines.push(`    <Relation value=${quoted(name)}/>`);
    lines.push(`  </Relations>`);
  }
  for (const { name, question, isSingle, labels } of choices) {
    if (question !== "") lines.push(`  <Header value=${quoted(question)}/>`);
    const choice = isSingle ? "single" : "multiple";
    lines.push(`  <Choices name="${name}" toName="${media}" choice="${choice}">`);
    for (const label of labels) lines.push(`    <Choice value=${quoted(label.name)}/>`);
    lines.push(`  </Choices>`);
  }
  for (const { name, label } of answers) {
    lines.push(`  <Header value=${quoted(label.answer?.question || label.name)}/>`);
    lines.push(`  <TextArea name="${name}" toName="${media}" editable="true" rows="4"/>`);
  }
  return `${[...lines, "</View>"].join("\n")}\n`;
}

/** An attribute's value. Characters that XML cannot hold at all become U+FFFD. */
function quoted(value: string): string {
  const safe = value
    .toWellFormed()
    .replace(/(?![\t\n\r])[\p{Cc}\ufffe\uffff]/gu, "\ufffd")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replace(/[\t\n\r]/g, (found) => `&#${found.charCodeAt(0)};`);
  return `"${safe}"`;
}
