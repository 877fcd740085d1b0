import { Route, Switch } from 'wouter'
import { WebhookDetail } from './webhook-detail.js'
import { WebhookList } from './webhook-list.js'

const Webhooks = () => (
  <Switch>
    <Route path="/">
      <WebhookList />
    </Route>
    <Route path="/:id">{({ id }) => <WebhookDetail key={id} id={id} />}</Route>
  </Switch>
)

export default Webhooks
