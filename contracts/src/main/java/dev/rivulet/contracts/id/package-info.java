/// Ids: 16 bytes in records, the usual text form of a UUID towards clients.
@NullMarked
package dev.rivulet.contracts.id;

import org.jspecify.annotations.NullMarked;
