/** One measurement. It prints nothing itself: the answer is printed as JSON. */
export interface Bench {
  id: string;
  run(): Promise<Record<string, unknown>>;
}
