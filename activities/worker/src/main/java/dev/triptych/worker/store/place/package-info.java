/** Which store somebody means. */
@NullMarked
package dev.triptych.worker.store.place;

import org.jspecify.annotations.NullMarked;
