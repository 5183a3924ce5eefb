/** Triptych on real services: the built program, driven from outside as a user drives it. */
@NullMarked
package dev.triptych.e2e;

import org.jspecify.annotations.NullMarked;
