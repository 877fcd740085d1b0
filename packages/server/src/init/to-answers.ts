import { type Answers, APIS, DATABASES, DOORS, FRONTENDS, PAGES, PROVIDERS } from './answers.js'
import { listOf, type QuestionName, webAddress } from './questions.js'

/** Texts that are answers, each looked at by its question → what they say. */
export const toAnswers = (texts: Readonly<Record<QuestionName, string>>): Answers => ({
  frontend: pick(FRONTENDS, texts.frontend),
  door: pick(DOORS, texts.door),
  api: pick(APIS, texts.api),
  providers: listOf(texts.providers).map((name) => pick(PROVIDERS, name)),
  pages: pick(PAGES, texts.pages),
  database: pick(DATABASES, texts.database),
  app: addressIn(texts.app).origin,
  apiUrl: addressIn(texts.apiUrl).href.replace(/\/+$/, ''),
})

const pick = <Name extends string>(names: readonly Name[], text: string): Name => {
  const name = names.find((one) => one === text)
  if (name === undefined) throw new TypeError(`not looked at before: ${text}`)
  return name
}

const addressIn = (text: string): URL => {
  const url = webAddress(text)
  if (url === undefined) throw new TypeError(`not looked at before: ${text}`)
  return url
}
