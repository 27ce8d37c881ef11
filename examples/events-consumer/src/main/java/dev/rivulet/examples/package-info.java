/// What a data team writes: a program of its own on a public topic.
@NullMarked
package dev.rivulet.examples;

import org.jspecify.annotations.NullMarked;
