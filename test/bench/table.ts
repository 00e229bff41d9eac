/** Plain text: the first column to the left, numbers to the right. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join("  ")
      .trimEnd();
  return rows.map((row) => `  ${line(row)}`).join("\n");
}

/** `2.4 ×` */
export const times = (ratio: number): string => `${ratio.toFixed(ratio < 10 ? 2 : 1)} ×`;

/** `12 %` */
export const share = (ratio: number): string => `${Math.round(ratio * 100)} %`;

export const ms = (value: number): string => `${value.toFixed(value < 100 ? 1 : 0)} ms`;

export const mebibytes = (bytes: number): string => `${(bytes / 1024 ** 2).toFixed(1)} MiB`;

export const kibibytes = (bytes: number): string => `${Math.ceil(bytes / 1024)} KiB`;
