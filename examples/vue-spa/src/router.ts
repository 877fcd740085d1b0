import { requireSignIn } from '@latchkey/client/vue'
import { createRouter, createWebHistory } from 'vue-router'
import { arriveAtPage } from './arrive-at-page'
import { latchkey } from './latchkey'
import { catchLinkToken } from './link-token'
import AccountPage from './pages/account-page.vue'
import CheckMailPage from './pages/check-mail-page.vue'
import ConfirmEmailPage from './pages/confirm-email-page.vue'
import ConfirmSignUpPage from './pages/confirm-sign-up-page.vue'
import ForgotPasswordPage from './pages/forgot-password-page.vue'
import HomePage from './pages/home-page.vue'
import NotFoundPage from './pages/not-found-page.vue'
import NotesPage from './pages/notes-page.vue'
import ResetPasswordPage from './pages/reset-password-page.vue'
import SessionsPage from './pages/sessions-page.vue'
import SignInPage from './pages/sign-in-page.vue'
import SignUpPage from './pages/sign-up-page.vue'
import { catchProviderRefusal, forgetProviderRefusal } from './provider-refusal'

declare module 'vue-router' {
  interface RouteMeta {
    title: string
    requiresSignIn?: boolean
    onlySignedOut?: boolean
    /** What the sign-in page says to somebody who was on the way to this one. */
    signInReason?: string
  }
}

const onlySignedOut = true
const requiresSignIn = true

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', component: HomePage, meta: { title: 'Home' } },
    { path: '/sign-up', component: SignUpPage, meta: { title: 'Sign up', onlySignedOut } },
    { path: '/check-mail', component: CheckMailPage, meta: { title: 'Check your mail', onlySignedOut } },
    { path: '/sign-in', component: SignInPage, meta: { title: 'Sign in', onlySignedOut } },
    { path: '/forgot-password', component: ForgotPasswordPage, meta: { title: 'Forgotten password' } },
    // The links in messages lead to these three. An address is changed by the person it belongs to only.
    { path: '/confirm-sign-up', component: ConfirmSignUpPage, meta: { title: 'Confirm your address' } },
    { path: '/reset-password', component: ResetPasswordPage, meta: { title: 'New password' } },
    {
      path: '/confirm-email',
      component: ConfirmEmailPage,
      meta: {
        title: 'Confirm your new address',
        requiresSignIn,
        signInReason: 'Sign in to confirm your new address. Until then the old one counts.',
      },
    },
    { path: '/account', component: AccountPage, meta: { title: 'Your account', requiresSignIn } },
    { path: '/sessions', component: SessionsPage, meta: { title: 'Your sessions', requiresSignIn } },
    { path: '/notes', component: NotesPage, meta: { title: 'Your notes', requiresSignIn } },
    { path: '/:path(.*)*', component: NotFoundPage, meta: { title: 'Nothing here' } },
  ],
  scrollBehavior: (_to, _from, savedPosition) => savedPosition ?? { top: 0 },
})

// First, so that nothing after it meets the token: not the guard's returnTo, not the page, not the history.
router.beforeEach(catchLinkToken)
router.beforeEach(catchProviderRefusal)
router.beforeEach(requireSignIn({ client: latchkey, signInPath: '/sign-in' }))
router.afterEach(forgetProviderRefusal)
router.afterEach(arriveAtPage)
