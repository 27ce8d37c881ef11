/// Pictures, made smaller behind a fence.
///
/// The service decodes nothing itself. [DecoderPool] runs at most one decoder a core: each is a
/// process of its own ([DecoderProgram]) with an empty environment, no network where the system can
/// take it away, and bounds on memory, CPU and time. It is told a file and a folder and answers
/// with facts; what it does beyond that ends with it.
@NullMarked
package dev.rivulet.media.decode;

import org.jspecify.annotations.NullMarked;
