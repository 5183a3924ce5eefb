/** Prior sets as activities use them: found by name, checked by digest, shared by all slots. */
@NullMarked
package dev.triptych.worker.priors;

import org.jspecify.annotations.NullMarked;
