export { explainJwt } from './explain-jwt.js'
export type {
  Check,
  CheckFailed,
  CheckName,
  CheckPassed,
  CheckSkipped,
  ExplainedRequirement,
  ExplainedUse,
  Explanation,
} from './explanation.js'
