package dev.rivulet.runtime;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The top-level section of `application.yaml` in which a configuration record's keys live. A
/// nested record without one lives under its parent, below the name of its component.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Section {
  String value();
}
