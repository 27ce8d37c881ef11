/// What an operator may do to accounts, conversations and keys: an API on a port of its own, behind
/// a token of its own, and the command line that speaks to it. Each action is an audit record
/// before it is begun.
@NullMarked
package dev.rivulet.api.admin;

import org.jspecify.annotations.NullMarked;
