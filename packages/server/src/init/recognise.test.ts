import { describe, expect, test } from 'vitest'
import { type FolderFacts, recognise } from './recognise.js'

const folder = (differing: Partial<FolderFacts>): FolderFacts => ({
  path: '.',
  packages: new Map(),
  python: '',
  files: new Set(),
  ...differing,
})
const packages = (...names: readonly string[]): FolderFacts =>
  folder({ packages: new Map(names.map((name) => [name, '^1.0.0'])) })

describe('recognise', () => {
  test.each([
    { seen: packages('vue'), frontend: 'vue' },
    { seen: packages('react', 'vite'), frontend: 'react' },
    { seen: packages('next', 'react'), frontend: 'next-auth', api: 'next' },
    { seen: packages('next', 'react', 'express'), frontend: 'next-auth', api: 'express' },
    { seen: folder({ files: new Set(['next.config.mjs']) }), frontend: 'next-auth', api: 'next' },
    { seen: folder({ packages: new Map([['next-auth', '^4.24.0']]) }), frontend: 'next-auth-v4' },
    { seen: folder({ packages: new Map([['next-auth', '5.0.0-beta.4']]) }), frontend: 'next-auth' },
    { seen: folder({ files: new Set(['index.html']) }), frontend: 'pages' },
    { seen: packages('@nestjs/core', 'express', 'fastify'), api: 'nest' },
    { seen: packages('fastify'), api: 'fastify' },
    { seen: packages('hono'), api: 'hono' },
    { seen: packages('koa'), api: 'koa' },
    { seen: packages('express-session') },
    { seen: folder({ python: 'fastapi[standard]>=0.110' }), api: 'fastapi' },
    { seen: folder({ python: 'dependencies = ["uvicorn", "FastAPI>=0.1"]' }), api: 'fastapi' },
    { seen: folder({ python: 'fastapi-users==1\n# fastapi\n' }) },
    { seen: folder({ python: 'Django==5.1' }), api: 'django' },
    { seen: folder({ python: 'djangorestframework = "^3"' }), api: 'django' },
    { seen: folder({ python: 'django-environ' }) },
    { seen: folder({ files: new Set(['manage.py']) }), api: 'django' },
    { seen: folder({}) },
  ])('$seen is $frontend with $api', ({ seen, frontend, api }) => {
    const found = recognise([seen])
    expect([found.frontend?.name, found.api?.name]).toEqual([frontend, api])
  })

  test('what is nearest counts, each half for itself', () => {
    const near = { ...packages('express'), path: '.' }
    const web = { ...packages('vue', 'koa'), path: 'web' }
    const other = { ...packages('react'), path: '../other' }
    expect(recognise([near, web, other])).toEqual({
      frontend: { name: 'vue', at: 'web' },
      api: { name: 'express', at: '.' },
    })
  })
})
