package dev.rivulet.runtime;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Marks a key whose value is never printed and may also be given by a file: the environment
/// variable with `_FILE` behind its name holds the path, the file's content without its last line
/// break is the value.
///
/// A record's own `toString` does not know this: a record with a secret overrides it with
/// `Configuration.printable(this).toString()`.
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Secret {}
