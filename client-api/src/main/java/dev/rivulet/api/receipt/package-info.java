/// How far members are: what receipt-aggregator counted and storage-sink stored, for those who may
/// know.
@NullMarked
package dev.rivulet.api.receipt;

import org.jspecify.annotations.NullMarked;
