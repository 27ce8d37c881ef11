@NullMarked
package dev.rivulet.sink.notice;

import org.jspecify.annotations.NullMarked;
