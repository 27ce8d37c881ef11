@NullMarked
package dev.rivulet.gateway.websocket;

import org.jspecify.annotations.NullMarked;
