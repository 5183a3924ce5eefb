/** Placeholder. */
@NullMarked
package dev.triptych.worker;

import org.jspecify.annotations.NullMarked;
