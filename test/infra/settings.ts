import { type Environment, readConfig } from "../../src/config.ts";
import { isObject } from "./bicep.ts";
import { codeOf, fileOf, type Infra } from "./templates.ts";

/** The settings that a deployment has, by the parameters that change which. */
export interface Choice {
  readonly name: string;
  readonly githubAppId: string;
  readonly isRotating: boolean;
  readonly isAuditSigned: boolean;
}

export const CHOICES: readonly Choice[] = [
  { name: "a token", githubAppId: "", isRotating: false, isAuditSigned: false },
  {
    name: "a GitHub App and a signed audit trail, while the secret rotates",
    githubAppId: "12345",
    isRotating: true,
    isAuditSigned: true,
  },
];

/** What Azure would fill in. */
const FILLED: { readonly [code: string]: string } = {
  blobEndpoint: "https://st.blob.core.windows.net",
  queueEndpoint: "https://st.queue.core.windows.net",
  "environment().resourceManager": "https://management.azure.com/",
  githubApiUrl: "https://api.github.com",
  githubAppId: "12345",
  identityClientId: "5e0f2d3a-6a43-4b4e-9a52-0c8a6f8f5b11",
  pollSchedule: "0 */5 * * * *",
  snapshotSchedule: "0 0 * * * *",
  sources:
    '[{"repository":"contoso/pools","resourceGroups":["/subscriptions/34adfa4f-cedf-4dc0-ba29-b6d1a69ab345/resourceGroups/rg"]}]',
};
const VAULT_URI = "https://kv.vault.azure.net";
const REFERENCE = /^@Microsoft\.KeyVault\(SecretUri=.+\/secrets\/([\w-]+)\)$/;

/** What the app would find in its environment, with Key Vault references answered. */
export function settingsOf(infra: Infra, choice: Choice): { readonly [name: string]: string } {
  const { variables, text } = fileOf(infra, "modules/app.bicep");
  const settings = variables.settings;
  const own = isObject(settings) ? settings.properties : {};
  const written = Object.entries(own).map(
    ([name, value]) =>
      [name, typeof value === "string" ? value : (FILLED[codeOf(value)] ?? codeOf(value))] as const,
  );
  const chosen = [
    ...branchOf(text, "rotationSettings", choice.isRotating),
    ...branchOf(text, "auditSettings", choice.isAuditSigned),
    ...branchOf(text, "githubSettings", choice.githubAppId === ""),
  ];
  const all = [...written, ...chosen].map(
    ([name, value]) =>
      [name, REFERENCE.exec(value)?.[1] ?? value.replace(/\$\{vaultUri\}/, VAULT_URI)] as const,
  );
  return Object.fromEntries(all);
}

/** The settings in one of the two objects of `var name = condition ? {…} : {…}`. */
function branchOf(text: string, name: string, isFirst: boolean): readonly (readonly [string, string])[] {
  const [, first = "", second = ""] =
    new RegExp(String.raw`^var ${name} =[^?]*\? (\{.*?\n    ?\}|\{\})\s*: (\{\}|\{.*?\n    \})`, "ms").exec(
      text,
    ) ?? [];
  return [...(isFirst ? first : second).matchAll(/^\s+([A-Z_]+): (.+)$/gm)].map(
    ([, setting = "", code = ""]) => [
      setting,
      /^'.*'$/.test(code) ? code.slice(1, -1) : (FILLED[code] ?? code),
    ],
  );
}

/** The names that config.ts asks for, given these settings. */
export function asked(settings: Environment): readonly string[] {
  const names = new Set<string>();
  const watched = new Proxy(settings, {
    get(target, name) {
      if (typeof name === "string") names.add(name);
      return Reflect.get(target, name) as string | undefined;
    },
  });
  readConfig(watched);
  return [...names];
}
