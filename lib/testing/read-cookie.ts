/** The cookies that an answer sets, as the next request sends them. */
export function readCookie(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
}
