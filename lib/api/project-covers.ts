/** An image of a project's card: what its thumbnail's address needs. */
export interface CoverItem {
  id: string;
  blobHash: string;
}
