import { annotations, operations, ownRejections } from "./annotations";
import { accounts, sessions, users, verifications } from "./auth";
import { blobs, itemLabels, items, layers, texts } from "./items";
import { modelFiles, modelRunItems, modelRuns, modelVersions, projectModels } from "./models";
import { apiTokens, auditEvents, twoFactors } from "./people";
import { invitations, labels, members, projects, stateCounts } from "./projects";
import {
  assignments,
  comments,
  notifications,
  reviews,
  stateDays,
  statistics,
  threads,
  workDays,
} from "./teamwork";
import { jobs, uploads } from "./work";

/** Every table of the application: the one definition that both databases are made from. */
export const tables = {
  users,
  sessions,
  accounts,
  verifications,
  projects,
  members,
  invitations,
  labels,
  stateCounts,
  blobs,
  texts,
  items,
  itemLabels,
  layers,
  annotations,
  operations,
  ownRejections,
  uploads,
  jobs,
  modelFiles,
  modelVersions,
  projectModels,
  modelRuns,
  modelRunItems,
  assignments,
  reviews,
  threads,
  comments,
  notifications,
  stateDays,
  workDays,
  statistics,
  twoFactors,
  apiTokens,
  auditEvents,
};
export type Tables = typeof tables;
