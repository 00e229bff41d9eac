import type { Repository } from "../../../src/documents/source.ts";

/** Where GitHub Enterprise Server has its API too. */
export const API_ROOT = "/api/v3";

/** GitHub's numbers outlive renames. */
export const REPOSITORY_ID = 715_042_042;
const OWNER_ID = 9_919_001;
/** Who a repository was transferred to. */
const NEW_OWNER_ID = 9_919_002;
export const PUSHER = { login: "mona", id: 583_231, email: "mona@contoso.example" };

export interface Links {
  /** Root of the API, such as `http://127.0.0.1:3000/api/v3`. */
  readonly api: string;
  /** The repository in the API. */
  readonly repository: string;
  /** The repository's page. */
  readonly html: string;
  readonly clone: string;
}

export type Resource = { readonly [name: string]: unknown };

export interface Resources {
  readonly links: Links;
  readonly owner: Resource;
  readonly organization: Resource;
  readonly pusher: Resource;
  /** As REST and `ping` show it. */
  repository(pushedAtMs: number): Resource;
  /** As push events show it: some instants in epoch seconds, another `url`, a few older names. */
  pushedRepository(pushedAtMs: number): Resource;
}

export interface ResourceSettings {
  readonly origin: string;
  /** As it is called at first. */
  readonly repository: Repository;
  readonly branch: string;
  readonly isPrivate: boolean;
  readonly createdAtMs: number;
}

/** The repository as it is now. */
export interface Identity {
  readonly id: number;
  readonly name: Repository;
  readonly archived: boolean;
}

/** What GitHub says about the repository and its people. */
export function createResources(settings: ResourceSettings, identity: () => Identity): Resources {
  const { origin, branch, createdAtMs } = settings;
  const ownerNow = () => {
    const login = identity().name.owner;
    const id = login === settings.repository.owner ? OWNER_ID : NEW_OWNER_ID;
    return account(origin, { login, id, type: "Organization" });
  };

  const repository = (pushedAtMs: number): Resource => ({
    ...describe(settings, identity()),
    owner: ownerNow(),
    organization: ownerNow(),
    created_at: utc(createdAtMs),
    updated_at: utc(pushedAtMs),
    pushed_at: utc(pushedAtMs),
  });

  return {
    get links() {
      return linksTo(origin, identity().name);
    },
    get owner() {
      return ownerNow();
    },
    get organization() {
      const { login, id } = ownerNow();
      return organization(origin + API_ROOT, String(login), Number(id));
    },
    pusher: account(origin, { login: PUSHER.login, id: PUSHER.id, type: "User" }),
    repository,
    pushedRepository: (pushedAtMs) => ({
      ...repository(pushedAtMs),
      url: linksTo(origin, identity().name).html,
      created_at: epochSeconds(createdAtMs),
      pushed_at: epochSeconds(pushedAtMs),
      owner: { ...ownerNow(), name: identity().name.owner, email: null },
      organization: identity().name.owner,
      master_branch: branch,
      stargazers: 0,
    }),
  };
}

function linksTo(origin: string, { owner, name }: Repository): Links {
  const api = origin + API_ROOT;
  const html = `${origin}/${owner}/${name}`;
  return { api, html, repository: `${api}/repos/${owner}/${name}`, clone: `${html}.git` };
}

/** UTC to the second, as GitHub writes instants. */
export function utc(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(0, 19)}Z`;
}

export function epochSeconds(epochMs: number): number {
  return Math.floor(epochMs / 1000);
}

/** Such as `R_kgMTIz`: opaque, and stable for one thing. */
export function nodeId(prefix: string, key: string | number): string {
  return `${prefix}_kgD${Buffer.from(String(key)).toString("base64url")}`;
}

function describe(
  { origin, branch, isPrivate }: ResourceSettings,
  { id, name, archived }: Identity,
): Resource {
  const links = linksTo(origin, name);
  const path = `${name.owner}/${name.name}`;
  const suffixed = Object.entries(REPOSITORY_LINKS).map(([link, end]) => [link, links.repository + end]);
  return {
    id,
    node_id: nodeId("R", id),
    name: name.name,
    full_name: path,
    archived,
    private: isPrivate,
    visibility: isPrivate ? "private" : "public",
    default_branch: branch,
    html_url: links.html,
    url: links.repository,
    clone_url: links.clone,
    git_url: links.clone.replace(/^https?:/, "git:"),
    ssh_url: `git@${new URL(links.html).hostname}:${path}.git`,
    svn_url: links.html,
    ...Object.fromEntries(suffixed),
    ...UNUSED,
  };
}

/** What a repository has that this one doesn't use. */
const UNUSED: Resource = {
  description: "Session pools, as their owners want them",
  fork: false,
  homepage: null,
  language: null,
  license: null,
  mirror_url: null,
  topics: [],
  size: 0,
  disabled: false,
  is_template: false,
  allow_forking: false,
  web_commit_signoff_required: false,
  has_issues: true,
  has_projects: false,
  has_downloads: true,
  has_wiki: false,
  has_pages: false,
  has_discussions: false,
  forks: 0,
  forks_count: 0,
  network_count: 0,
  open_issues: 0,
  open_issues_count: 0,
  stargazers_count: 0,
  subscribers_count: 0,
  watchers: 0,
  watchers_count: 0,
};

const REPOSITORY_LINKS: { readonly [name: string]: string } = {
  archive_url: "/{archive_format}{/ref}",
  assignees_url: "/assignees{/user}",
  blobs_url: "/git/blobs{/sha}",
  branches_url: "/branches{/branch}",
  collaborators_url: "/collaborators{/collaborator}",
  comments_url: "/comments{/number}",
  commits_url: "/commits{/sha}",
  compare_url: "/compare/{base}...{head}",
  contents_url: "/contents/{+path}",
  contributors_url: "/contributors",
  deployments_url: "/deployments",
  downloads_url: "/downloads",
  events_url: "/events",
  forks_url: "/forks",
  git_commits_url: "/git/commits{/sha}",
  git_refs_url: "/git/refs{/sha}",
  git_tags_url: "/git/tags{/sha}",
  hooks_url: "/hooks",
  issue_comment_url: "/issues/comments{/number}",
  issue_events_url: "/issues/events{/number}",
  issues_url: "/issues{/number}",
  keys_url: "/keys{/key_id}",
  labels_url: "/labels{/name}",
  languages_url: "/languages",
  merges_url: "/merges",
  milestones_url: "/milestones{/number}",
  notifications_url: "/notifications{?since,all,participating}",
  pulls_url: "/pulls{/number}",
  releases_url: "/releases{/id}",
  stargazers_url: "/stargazers",
  statuses_url: "/statuses/{sha}",
  subscribers_url: "/subscribers",
  subscription_url: "/subscription",
  tags_url: "/tags",
  teams_url: "/teams",
  trees_url: "/git/trees{/sha}",
};

const ACCOUNT_LINKS: { readonly [name: string]: string } = {
  url: "",
  followers_url: "/followers",
  following_url: "/following{/other_user}",
  gists_url: "/gists{/gist_id}",
  starred_url: "/starred{/owner}{/repo}",
  subscriptions_url: "/subscriptions",
  organizations_url: "/orgs",
  repos_url: "/repos",
  events_url: "/events{/privacy}",
  received_events_url: "/received_events",
};

interface Account {
  readonly login: string;
  readonly id: number;
  readonly type: "User" | "Organization" | "Bot";
}

/** A user, an organization as an owner, or the bot that an App acts as. */
export function account(origin: string, { login, id, type }: Account): Resource {
  const root = `${origin}${API_ROOT}/users/${encodeURIComponent(login)}`;
  return {
    login,
    id,
    node_id: nodeId(type.charAt(0), id),
    avatar_url: `${origin}/avatars/u/${id}`,
    gravatar_id: "",
    html_url: `${origin}/${encodeURIComponent(login)}`,
    ...Object.fromEntries(Object.entries(ACCOUNT_LINKS).map(([name, end]) => [name, root + end])),
    type,
    user_view_type: "public",
    site_admin: false,
  };
}

function organization(api: string, login: string, id: number): Resource {
  const url = `${api}/orgs/${login}`;
  return {
    login,
    id,
    node_id: nodeId("O", id),
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url: `${new URL(api).origin}/avatars/u/${id}`,
    description: null,
  };
}
