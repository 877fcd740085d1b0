import { Route, Switch } from 'wouter'
import { UserDetail } from './user-detail.js'
import { UserList } from './user-list.js'

const Users = () => (
  <Switch>
    <Route path="/">
      <UserList />
    </Route>
    <Route path="/:id">{({ id }) => <UserDetail key={id} id={id} />}</Route>
  </Switch>
)

export default Users
