/** What `poolkeeper --help` says. */
export const HELP = `poolkeeper: GitOps for Azure Container Apps session pools

Usage: poolkeeper <command> [options]

Commands:
  validate [path…]    check specs as the server would, before you push
  init [name|path]    write a commented spec to begin with
  export [id…]        print the specs of live pools
  audit <what>        read the record: who changed which pool, when, by which commit, what exactly

Options:
  -h, --help          say this, or what a command does: poolkeeper validate --help
  -v, --version       say the version

Exit codes: 0 fine, 1 errors in specs or in the record, 2 could not run.
`;

/** What `poolkeeper <command> --help` says. */
export const COMMAND_HELP = {
  validate: `Checks specs as the server would, before you push.

Usage: poolkeeper validate [options] [path…]

  path                a file, or a directory to look for specs in: this one without any. A file that is
                      named is always checked. - is standard input.

Options:
  -f, --format <name>       human (without it), json, github (annotations of a workflow) or sarif
      --resource-group <id> only this group may be deployed to, as a source says; may be repeated
      --key-vault <name>    secrets may come only from this vault, as a source says; may be repeated
      --max-warnings <n>    exit with 1 if there are more warnings
      --stdin-path <path>   what the text on standard input is, or will be, called
      --color, --no-color   colours, or none; without either, on a terminal only
  -h, --help                say this

Exit codes: 0 no errors, 1 errors, 2 could not run, or there was nothing to check.

Examples:
  poolkeeper validate pools/
  poolkeeper validate --format github pools/
  poolkeeper validate --format json --stdin-path pools/a.yaml - < pools/a.yaml
`,
  init: `Writes a commented spec to begin with. A file that is there already is left alone.

Usage: poolkeeper init [options] [name|path]

  name|path           the pool's name, or the file that is called after it: pools/worker is pools/worker.yaml

Options:
  -t, --type <type>         PythonLTS (without it), CustomContainer; NodeLTS or Shell, which Azure may refuse: the
                            warning about that stays
      --subscription <id>   where the pool is to live
      --resource-group <name>
      --location <region>   such as "East US"
      --force               write over a file that is there
  -h, --help                say this

Examples:
  poolkeeper init
  poolkeeper init --type CustomContainer pools/worker.yaml
`,
  export: `Prints the specs of live pools: what you would have written to get them.

Usage: az containerapp sessionpool show -n <name> -g <group> -o json | poolkeeper export
       poolkeeper export [options] <id…>

  id                  ARM id of a pool, or of a resource group for all of its pools: read from ARM as whoever is
                      signed in here (environment, managed identity, Azure CLI). Without any, what
                      az containerapp sessionpool show or list prints is read from standard input.

Options:
  -o, --output <directory>  write a file for each pool instead; one that is there already is left alone
      --force               write over files that are there
  -h, --help                say this

Values of secrets can't be read back: the spec names each, for you to say where in Key Vault it lies.
Exit codes: 0 fine, 1 a spec was printed that has errors, 2 could not run.
`,
  audit: `Reads the record of who changed which pool, when, by which commit, and what exactly.

Usage: poolkeeper audit verify [--from <time>] [--to <time>] [--key <file>] [--witness <hash>]
       poolkeeper audit log [filters]
       poolkeeper audit show <pool> [--at <time>]
       poolkeeper audit diff <pool> <time> <time>
       poolkeeper audit blame <pool> [pointer]
       poolkeeper audit export [--format csv|jsonl] [filters]

  verify              replay the chain of snapshots, and name the first thing that is not as it was written
  log                 what happened, newest first
  show                a pool's body as it was
  diff                what changed between two moments
  blame               which commit and person last set each property, and what came from outside git
  export              events for other programs, oldest first

  pool                ARM id; or its name, or group/name, of a pool in the newest snapshot
  time                2026-01-05, 2026-01-05T09:12:03Z, or 3h for three hours ago; UTC. What ends at a day, a
                      minute or a second, or is asked for then, takes in all of it

Where the record is:
      --folder <path>       a folder that the container was downloaded to: no network is needed
      --account <name|url>  a storage account, as whoever is signed in here
      --container <name>    audit (without it)
                            Without either, PoolkeeperStorage or PoolkeeperStorage__blobServiceUri is read from
                            the environment, as the function app does.

Filters:
      --pool <pool>         also --commit <sha> (four digits at least), --actor <account|name|email>
      --kind <kind>         delivery, sync, intent, result, drift, correction, secretVersion, abandoned or
                            configuration; may be repeated
      --since <time>, --until <time>
  -n, --limit <n>           this many, and no more

Options:
  -f, --format <name>       human (without it) or json; of an export jsonl (without it) or csv
      --key <file>          public keys that signatures are checked with: PEM, JWK, or a set of JWKs
      --head <hash>         of the newest snapshot, or its beginning, known from elsewhere: shows that none was cut
                            off
      --witness <hash>      of any snapshot, or its beginning, such as a commit status tells; may be repeated
      --interval <minutes>  how often snapshots are taken: 60 (without it). Longer than two is a gap
  -h, --help                say this

Exit codes: 0 fine, 1 the record is broken or has a gap, 2 could not run.

Download: mkdir audit && az storage blob download-batch --account-name <name> --source audit \
            --destination audit --auth-mode login
`,
} as const;
