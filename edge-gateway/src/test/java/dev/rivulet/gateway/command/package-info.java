@NullMarked
package dev.rivulet.gateway.command;

import org.jspecify.annotations.NullMarked;
