const PER_PAGE = 30;
const PER_PAGE_MAX = 100;

export interface Page<T> {
  readonly items: readonly T[];
  /** The `link` header, where there is another page. */
  readonly link: string | undefined;
}

/** The page that `page` and `per_page` ask for. */
export function paginate<T>(all: readonly T[], query: URLSearchParams, url: string): Page<T> {
  const size = Math.min(countOf(query.get("per_page"), PER_PAGE), PER_PAGE_MAX);
  const page = countOf(query.get("page"), 1);
  const last = Math.max(1, Math.ceil(all.length / size));
  const to = (number: number, rel: string) => `<${url}?per_page=${size}&page=${number}>; rel="${rel}"`;
  const links = [
    ...(page > 1 ? [to(page - 1, "prev"), to(1, "first")] : []),
    ...(page < last ? [to(page + 1, "next"), to(last, "last")] : []),
  ];
  const items = all.slice((page - 1) * size, page * size);
  return { items, link: links.length > 0 ? links.join(", ") : undefined };
}

function countOf(text: string | null, otherwise: number): number {
  const count = Number(text ?? otherwise);
  return Number.isInteger(count) && count > 0 ? count : otherwise;
}
