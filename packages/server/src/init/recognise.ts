import type { Api, Frontend } from './answers.js'

/** What was seen in a folder. */
export interface FolderFacts {
  /** As seen from where the command runs: `.`, `web`, `../api`. */
  readonly path: string
  /** The packages its `package.json` names, each with the versions it takes. */
  readonly packages: ReadonlyMap<string, string>
  /** What its `requirements.txt` and `pyproject.toml` say. */
  readonly python: string
  /** The names of its files. */
  readonly files: ReadonlySet<string>
}

/** Something that was recognised, and where. */
export interface Recognised<Name> {
  readonly name: Name
  readonly at: string
}

export interface Found {
  readonly frontend?: Recognised<Frontend>
  readonly api?: Recognised<Api>
}

/** The first folder with a frontend, and the first with an API: put what is nearest first. */
export const recognise = (folders: readonly FolderFacts[]): Found => {
  const frontend = firstOf(folders, frontendIn)
  const api = firstOf(folders, apiIn)
  return { ...(frontend !== undefined && { frontend }), ...(api !== undefined && { api }) }
}

const firstOf = <Name>(
  folders: readonly FolderFacts[],
  look: (facts: FolderFacts) => Name | undefined,
): Recognised<Name> | undefined => {
  for (const facts of folders) {
    const name = look(facts)
    if (name !== undefined) return { name, at: facts.path }
  }
  return undefined
}

const frontendIn = ({ packages, files }: FolderFacts): Frontend | undefined => {
  if (packages.has('next-auth') || isNext(packages, files))
    return /^\D*4\b/.test(packages.get('next-auth') ?? '') ? 'next-auth-v4' : 'next-auth'
  if (packages.has('vue')) return 'vue'
  if (packages.has('react')) return 'react'
  return files.has('index.html') ? 'pages' : undefined
}

/** NestJS comes with Express or Fastify, so it is looked for first. */
const IN_NODE = [
  { name: 'nest', module: '@nestjs/core' },
  { name: 'fastify', module: 'fastify' },
  { name: 'hono', module: 'hono' },
  { name: 'koa', module: 'koa' },
  { name: 'express', module: 'express' },
] as const

const apiIn = ({ packages, python, files }: FolderFacts): Api | undefined => {
  if (names(python, 'fastapi')) return 'fastapi'
  if (files.has('manage.py') || names(python, 'djangorestframework') || names(python, 'django'))
    return 'django'
  const inNode = IN_NODE.find(({ module }) => packages.has(module))
  if (inNode !== undefined) return inNode.name
  return isNext(packages, files) ? 'next' : undefined
}

const isNext = (packages: ReadonlyMap<string, string>, files: ReadonlySet<string>): boolean =>
  packages.has('next') || [...files].some((file) => /^next\.config\.(js|mjs|cjs|ts|mts)$/.test(file))

/** `fastapi`, `fastapi>=0.110`, `"fastapi[standard]"`, `fastapi = "^0.110"`; not `fastapi-users`. */
const names = (text: string, name: string): boolean =>
  new RegExp(String.raw`^[^#\n]*(?:^|[\s"'\[,])${name}(?=$|[\s"'\[\]<>=~!;,@(])`, 'im').test(text)
