/// Erasing an account. The wish is stored first; from then on any process carries it out, however
/// often it is interrupted: sign out, take profile, password and log-ins away, keep the handle from
/// others for a while, delete the person's messages and leave his groups through the log.
@NullMarked
package dev.rivulet.api.erasure;

import org.jspecify.annotations.NullMarked;
