/// What is kept and for whom: media by id, contents by hash, and what may go. The tables are those
/// of `0001-first.cql`; docs/decisions/0012 says why an object cannot be removed under an upload
/// that has just found it.
@NullMarked
package dev.rivulet.media.index;

import org.jspecify.annotations.NullMarked;
