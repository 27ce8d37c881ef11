/// Whose request it is, by the same judgement as at the gateways.
@NullMarked
package dev.rivulet.media.token;

import org.jspecify.annotations.NullMarked;
