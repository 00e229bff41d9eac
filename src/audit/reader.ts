/** Where the record is read: the container itself, or a folder that it was downloaded to. */
export interface AuditReader {
  read(name: string): Promise<string | undefined>;
  /** Names that begin with `prefix`, in order. */
  list(prefix: string): AsyncIterable<string>;
}
