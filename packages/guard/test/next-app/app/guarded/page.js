export default function Page() {
  return <p>behind the proxy</p>
}
