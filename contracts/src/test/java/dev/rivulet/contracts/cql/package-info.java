@NullMarked
package dev.rivulet.contracts.cql;

import org.jspecify.annotations.NullMarked;
