import { Document, isSeq } from "yaml";
import type { PoolBody } from "../pool/body.ts";
import { type PoolId, poolPath } from "../pool/id.ts";
import { isList, isObject, type Json } from "../shared/json.ts";
import { visible } from "../spec/quote.ts";

/** A spec as YAML. Its secrets are named, for a person to say where each lies. */
export function printSpec(pool: PoolId, body: PoolBody): string {
  const { subscriptionId, resourceGroup, name } = pool;
  const { secrets } = body.properties;
  const properties = isList(secrets)
    ? { ...body.properties, secrets: secrets.map(toReference) }
    : body.properties;
  const document = new Document(
    { subscriptionId, resourceGroup, name, ...body, properties },
    { aliasDuplicateObjects: false },
  );
  const list = document.getIn(["properties", "secrets"]);
  if (isSeq(list)) list.commentBefore = SECRETS;
  return `# ${visible(poolPath(pool))}\n${document.toString({ lineWidth: 0 })}`;
}

const SECRETS = " Azure never gives the values of secrets back: put them into Key Vault and name each here.";

const VAULT = "https://your-vault.vault.azure.net/secrets";

/** Key Vault's own names have letters, digits and hyphens only, 127 at most. */
function toReference(secret: Json): Json {
  const name = isObject(secret) && typeof secret.name === "string" ? secret.name : "";
  return { name, keyVaultSecret: `${VAULT}/${name.replaceAll(/[\W_]/g, "-").slice(0, 127)}` };
}
