import {
  introspectionRequest,
  introspectionResponse,
  jwkSet,
  machineTokenResponse,
  paths,
  revocationRequest,
  serverMetadata,
  tokenRequest,
  tokenResponse,
  userClaims,
} from '@latchkey/contract'
import { z } from 'zod'
import type { Operation } from './operation.js'

const FORM = 'application/x-www-form-urlencoded'

const health = z.object({ status: z.literal('ok') }).meta({ title: 'Health' })
const apiDocument = z.looseObject({ openapi: z.string() }).meta({ title: 'ApiDocument' })
const apiPage = z.string().meta({ title: 'ApiPage' })
const statusListUris = z.object({ status_lists: z.array(z.url()) }).meta({ title: 'StatusListUris' })
const signedList = z.string().meta({ title: 'StatusListToken', description: 'A signed status list (JWT).' })
/** What comes by name beside what every grant answers. */
const tokenAnswer = z
  .union([
    tokenResponse.extend({ issued_token_type: z.string().optional(), device_token: z.string().optional() }),
    machineTokenResponse,
  ])
  .meta({ title: 'TokenAnswer' })

/** The OAuth door, and the documents that everybody may read. */
export const oauthOperations: readonly Operation[] = [
  {
    id: 'requestToken',
    method: 'POST',
    path: paths.token,
    summary:
      'A proof → an access token: token exchange, refresh, client credentials, password of a first party',
    security: 'client',
    request: { schema: tokenRequest, type: FORM },
    answers: { 200: { schema: tokenAnswer } },
    refusals: [429],
  },
  {
    id: 'revokeToken',
    method: 'POST',
    path: paths.revoke,
    summary: 'Ends the session of a token (RFC 7009)',
    security: 'client',
    request: { schema: revocationRequest, type: FORM },
    answers: { 200: undefined },
  },
  {
    id: 'introspectToken',
    method: 'POST',
    path: paths.introspect,
    summary: 'What stands behind a token (RFC 7662)',
    security: 'client',
    request: { schema: introspectionRequest, type: FORM },
    answers: { 200: { schema: introspectionResponse } },
  },
  {
    id: 'readUserInfo',
    method: 'GET',
    path: paths.userinfo,
    summary: 'Whose access token it is (OIDC Core §5.3)',
    security: 'accessToken',
    answers: { 200: { schema: userClaims } },
  },
  {
    id: 'readUserInfoByPost',
    method: 'POST',
    path: paths.userinfo,
    summary: 'Whose access token it is, asked by POST',
    security: 'accessToken',
    answers: { 200: { schema: userClaims } },
  },
  {
    id: 'readKeys',
    method: 'GET',
    path: paths.jwks,
    summary: 'The public keys with which tokens are signed (RFC 7517)',
    security: 'none',
    answers: { 200: { schema: jwkSet } },
  },
  {
    id: 'listStatusLists',
    method: 'GET',
    path: paths.statusLists,
    summary: 'Where the lists of ended sessions are (Token Status List §9)',
    security: 'none',
    answers: { 200: { schema: statusListUris } },
  },
  {
    id: 'readStatusList',
    method: 'GET',
    path: `${paths.statusLists}/{list}`,
    summary: 'A list of ended sessions, signed (Token Status List §8)',
    security: 'none',
    parameters: [{ name: 'list', in: 'path', description: 'Its number', required: true }],
    answers: { 200: { schema: signedList, type: 'application/statuslist+jwt' }, 304: undefined },
    refusals: [404, 406],
  },
  {
    id: 'readMetadata',
    method: 'GET',
    path: paths.openidConfiguration,
    summary: 'What this server can do (OpenID Connect Discovery 1.0)',
    security: 'none',
    answers: { 200: { schema: serverMetadata } },
  },
  {
    id: 'readApiDocument',
    method: 'GET',
    path: paths.apiDocument,
    summary: 'This document',
    security: 'none',
    answers: { 200: { schema: apiDocument } },
  },
  {
    id: 'readApiPage',
    method: 'GET',
    path: paths.apiPage,
    summary: 'This document, for people',
    security: 'none',
    answers: { 200: { schema: apiPage, type: 'text/html' } },
  },
  {
    id: 'readHealth',
    method: 'GET',
    path: paths.health,
    summary: 'Whether the server answers',
    security: 'none',
    answers: { 200: { schema: health } },
  },
]
