/// Rate limits: counted in Redis for all processes together, and in this one alone while Redis is
/// away. They bound what strangers can ask for; a dead Redis refuses nobody by itself.
@NullMarked
package dev.rivulet.api.limit;

import org.jspecify.annotations.NullMarked;
