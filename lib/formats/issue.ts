import { type DatasetEvent, FormatError, type Issue } from "./format";

export function issueEvent(
  severity: Issue["severity"],
  code: string,
  where: string,
  message: string,
): DatasetEvent {
  return { type: "issue", issue: { code, severity, where, message } };
}

/** The issue that a failure to read one file leaves behind; the other files go on. */
export function issueFromError(error: unknown, where: string): Issue {
  if (error instanceof FormatError) {
    return { code: error.code, severity: "error", where: error.where, message: error.message };
  }
  const reason = error instanceof Error ? error.message : String(error);
  return { code: "unreadable", severity: "error", where, message: `Cannot be read: ${reason}` };
}
