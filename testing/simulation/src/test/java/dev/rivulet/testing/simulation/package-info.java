/// One seeded thread drives the decider, the router, the sink's rows, sync, history and the
/// client's order through crashes, and checks what must always hold. See `docs/proof.md`.
@NullMarked
package dev.rivulet.testing.simulation;

import org.jspecify.annotations.NullMarked;
