/** What the fuzz tests of all modules share. */
@NullMarked
package dev.triptych.fuzzing;

import org.jspecify.annotations.NullMarked;
