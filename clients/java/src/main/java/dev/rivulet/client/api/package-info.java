/// The HTTP interface of client-api: one method an operation, one record an answer.
@NullMarked
package dev.rivulet.client.api;

import org.jspecify.annotations.NullMarked;
