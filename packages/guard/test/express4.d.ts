/** Express 4 has the types of 5, as far as a guard goes. */
declare module 'express4' {
  import express from 'express'
  export default express
}
