/// How far members have got, from topic `receipt-status` into the table of receipts.
@NullMarked
package dev.rivulet.sink.receipt;

import org.jspecify.annotations.NullMarked;
