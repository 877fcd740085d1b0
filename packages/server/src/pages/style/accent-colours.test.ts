import { assert, integer, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { accentColours, contrastOf } from './accent-colours.js'

const anyColour = integer({ min: 0, max: 0xffffff }).map(
  (number) => `#${number.toString(16).padStart(6, '0')}`,
)

describe('contrast', () => {
  it.each([
    ['#000000', '#ffffff', 21],
    ['#ffffff', '#ffffff', 1],
    ['#767676', '#ffffff', 4.54],
    ['#0000ff', '#ffffff', 8.59],
  ])('of %s and %s is as WCAG counts it', (one, other, ratio) => {
    expect(contrastOf(one, other)).toBeCloseTo(ratio, 2)
    expect(contrastOf(other, one)).toBeCloseTo(ratio, 2)
  })
})

describe.each(['#ffffff', '#1d1f24'])('any accent, on %s', (background) => {
  it('gives links and button texts that can be read', () => {
    assert(
      property(anyColour, (accent) => {
        const { ink, button, onButton } = accentColours(accent, background)
        expect(contrastOf(ink, background)).toBeGreaterThanOrEqual(4.5)
        expect(contrastOf(onButton, button)).toBeGreaterThanOrEqual(4.5)
      }),
    )
  })

  it('stays the button as it is', () => {
    expect(accentColours('#ffcc00', background)).toMatchObject({ button: '#ffcc00', onButton: '#000000' })
    expect(accentColours('#102a6b', background)).toMatchObject({ button: '#102a6b', onButton: '#ffffff' })
  })
})

it('an accent that can be read already is not touched', () => {
  expect(accentColours('#102a6b', '#ffffff').ink).toBe('#102a6b')
})
