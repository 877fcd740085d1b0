import {
  changeStreamRequest,
  createStreamRequest,
  paths,
  pollRequest,
  pollResponse,
  STREAM_STATUSES,
  streamConfiguration,
  streamStatusRequest,
  streamSubjectRequest,
  streamVerificationRequest,
} from '@latchkey/contract'
import { z } from 'zod'
import type { Operation, Parameter } from './operation.js'

const streamStanding = z
  .object({ stream_id: z.string(), status: z.enum(STREAM_STATUSES), reason: z.string().optional() })
  .meta({ title: 'StreamStanding' })
const streams = z
  .union([streamConfiguration, z.array(streamConfiguration)])
  .meta({ title: 'StreamConfigurations' })

const inQuery = (required: boolean): Parameter => ({
  name: 'stream_id',
  in: 'query',
  description: required ? 'The stream' : 'One stream; left out, all of the client’s',
  required,
})

/** Streams of security events (SSF 1.0, RFC 8935, RFC 8936). */
export const eventOperations: readonly Operation[] = [
  {
    id: 'readStreams',
    method: 'GET',
    path: paths.eventStreams,
    summary: 'The streams of this client, or one of them',
    security: 'receiver',
    parameters: [inQuery(false)],
    answers: { 200: { schema: streams } },
    refusals: [404],
  },
  {
    id: 'createStream',
    method: 'POST',
    path: paths.eventStreams,
    summary: 'Makes a stream',
    security: 'receiver',
    request: { schema: createStreamRequest },
    answers: { 201: { schema: streamConfiguration } },
    refusals: [409],
  },
  {
    id: 'updateStream',
    method: 'PATCH',
    path: paths.eventStreams,
    summary: 'Changes what is named of a stream',
    security: 'receiver',
    request: { schema: changeStreamRequest },
    answers: { 200: { schema: streamConfiguration } },
    refusals: [404],
  },
  {
    id: 'replaceStream',
    method: 'PUT',
    path: paths.eventStreams,
    summary: 'Configures a stream anew; what is left out has its default',
    security: 'receiver',
    request: { schema: changeStreamRequest },
    answers: { 200: { schema: streamConfiguration } },
    refusals: [404],
  },
  {
    id: 'deleteStream',
    method: 'DELETE',
    path: paths.eventStreams,
    summary: 'Deletes a stream',
    security: 'receiver',
    parameters: [inQuery(true)],
    answers: { 204: undefined },
    refusals: [404],
  },
  {
    id: 'readStreamStatus',
    method: 'GET',
    path: paths.eventStreamStatus,
    summary: 'Whether a stream is enabled, paused or disabled',
    security: 'receiver',
    parameters: [inQuery(true)],
    answers: { 200: { schema: streamStanding } },
    refusals: [404],
  },
  {
    id: 'setStreamStatus',
    method: 'POST',
    path: paths.eventStreamStatus,
    summary: 'Enables, pauses or disables a stream',
    security: 'receiver',
    request: { schema: streamStatusRequest },
    answers: { 200: { schema: streamStanding } },
    refusals: [404],
  },
  {
    id: 'addStreamSubject',
    method: 'POST',
    path: paths.addEventSubject,
    summary: 'Has a stream tell of a person again',
    security: 'receiver',
    request: { schema: streamSubjectRequest },
    answers: { 200: undefined },
    refusals: [404],
  },
  {
    id: 'removeStreamSubject',
    method: 'POST',
    path: paths.removeEventSubject,
    summary: 'Has a stream tell nothing more of a person',
    security: 'receiver',
    request: { schema: streamSubjectRequest },
    answers: { 204: undefined },
    refusals: [404],
  },
  {
    id: 'verifyStream',
    method: 'POST',
    path: paths.verifyEventStream,
    summary: 'Asks for a verification event',
    security: 'receiver',
    request: { schema: streamVerificationRequest },
    answers: { 204: undefined },
    refusals: [404, 429],
  },
  {
    id: 'pollEvents',
    method: 'POST',
    path: `${paths.pollEvents}/{stream}`,
    summary: 'Acknowledges events, and waits for the next ones (RFC 8936)',
    security: 'receiver',
    parameters: [{ name: 'stream', in: 'path', description: 'The id of the stream', required: true }],
    request: { schema: pollRequest },
    answers: { 200: { schema: pollResponse } },
    refusals: [404],
  },
]
