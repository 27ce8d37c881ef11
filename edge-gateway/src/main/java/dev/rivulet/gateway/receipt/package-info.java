/// Receipts on their way into topic `receipts`: claims of devices, taken as they are. What counts
/// is decided behind the log.
@NullMarked
package dev.rivulet.gateway.receipt;

import org.jspecify.annotations.NullMarked;
