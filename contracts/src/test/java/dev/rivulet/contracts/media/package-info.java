/// Tickets and signed addresses.
@NullMarked
package dev.rivulet.contracts.media;

import org.jspecify.annotations.NullMarked;
