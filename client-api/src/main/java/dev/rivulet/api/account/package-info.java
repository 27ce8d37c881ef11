/// Accounts: sign-up, log-in, profile and looking up a person by handle.
///
/// A sign-up writes the account first and claims its handle last, by a lightweight transaction:
/// until then nobody can find it, so one that is cut short leaves nothing visible.
@NullMarked
package dev.rivulet.api.account;

import org.jspecify.annotations.NullMarked;
