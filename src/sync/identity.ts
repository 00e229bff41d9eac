import type { Source } from "../documents/source.ts";
import type { SourceState } from "../documents/source-state.ts";
import type { Repositories } from "../ports.ts";
import { Refused } from "../shared/failures.ts";

/**
 * The state that knows which repository is read. Throws `Refused` where another one has its name: whoever gives a name
 * up lets anybody have it. Asked for when specs are to be read, not by each poll: the same commit has the same specs.
 */
export async function identify(
  { repository, repositoryId }: Source,
  state: SourceState,
  repositories: Pick<Repositories, "id">,
): Promise<SourceState> {
  const name = `${repository.owner}/${repository.name}`;
  const id = await repositories.id(repository);
  const remembered = state.repository?.name === name.toLowerCase() ? state.repository.id : undefined;
  const meant = repositoryId ?? remembered ?? id;
  if (meant !== id) throw replaced(name, id, meant);
  return { ...state, repository: { name: name.toLowerCase(), id } };
}

const replaced = (name: string, id: number, meant: number): Refused =>
  new Refused({
    code: "RepositoryReplaced",
    message: `${name} is another repository now, number ${id} and not ${meant}: to follow it, its source takes "repositoryId": ${id}`,
  });
