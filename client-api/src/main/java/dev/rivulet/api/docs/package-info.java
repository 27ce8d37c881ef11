/// The documents of the interface (OpenAPI for HTTP, AsyncAPI for frames), and two pages that show
/// them without anything from elsewhere.
@NullMarked
package dev.rivulet.api.docs;

import org.jspecify.annotations.NullMarked;
